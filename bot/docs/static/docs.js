// The page reads well without this; here are the filter and the buttons that copy.
const contents = document.getElementById("contents");
const filter = document.getElementById("filter");
const found = document.getElementById("found");

filter.hidden = false;
filter.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\s+/);
  for (const group of contents.querySelectorAll(".group")) {
    const title = group.firstElementChild.textContent;
    const entries = [...group.querySelectorAll("li")];
    for (const entry of entries) {
      const text = `${title} ${entry.textContent} ${entry.dataset.find ?? ""}`.toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
    }
    group.hidden = entries.every((entry) => entry.hidden);
  }
  found.textContent = contents.querySelector(".group:not([hidden])") ? "" : "Nothing was found.";
});

contents.addEventListener("click", (event) => {
  if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
});

// A page from elsewhere than this machine or HTTPS has no clipboard.
if (navigator.clipboard) {
  for (const sample of document.querySelectorAll("figure")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(sample.querySelector("pre").textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    sample.querySelector("figcaption").append(button);
  }
}
