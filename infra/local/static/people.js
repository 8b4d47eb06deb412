// Keeps the number of entries beside each name up to date.

/** @returns {Promise<void>} */
async function refresh() {
  const answer = await fetch('/counts');
  if (!answer.ok) return;
  /** @type {Record<string, number>} */
  const counts = await answer.json();
  for (const place of document.querySelectorAll('[data-count]')) {
    const count = counts[place.getAttribute('data-count') ?? ''] ?? 0;
    const words = count === 1 ? '1 entry' : `${count} entries`;
    if (place.textContent !== words) place.textContent = words;
  }
}

/** @returns {Promise<void>} */
async function keepFresh() {
  if (!document.hidden) await refresh().catch(() => undefined);
  setTimeout(keepFresh, 1000);
}

keepFresh();
