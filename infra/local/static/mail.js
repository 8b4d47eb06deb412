// One mailbox: asks every second what is in it and changes the page only when something came.

const person = document.getElementById('mail')?.dataset.person ?? '';
const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
let known = place('mails').dataset.version ?? '';

/** @returns {Promise<void>} */
async function refresh() {
  const answer = await fetch(`/mail/${person}/list?known=${known}`);
  if (answer.status !== 200) return;
  const came = new DOMParser().parseFromString(await answer.text(), 'text/html');
  known = answer.headers.get('X-Version') ?? '';
  place('mails').replaceChildren(...came.body.childNodes);
  place('news').textContent = `New: ${place('mails').querySelector('h2')?.textContent ?? ''}`;
}

/** @returns {Promise<void>} */
async function keepFresh() {
  if (!document.hidden) {
    const fine = await refresh().then(() => true, () => false);
    place('trouble').hidden = fine;
  }
  setTimeout(keepFresh, 1000);
}

keepFresh();
