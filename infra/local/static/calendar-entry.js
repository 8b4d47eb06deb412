// One entry of the list below the month: its facts, its body as text with links, and what its owner can do with it.

/** @typedef {import('./calendar.js').Entry} Entry */

/** The element id of an entry. */
export const entryNode = (/** @type {string} */ id) => `entry-${id}`;

/** @returns {HTMLElement} */
function element(/** @type {string} */ tag, /** @type {string} */ text = '', /** @type {string} */ className = '') {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

/**
 * @param {Entry} entry
 * @param {string} when
 * @param {(what: 'delete' | 'move', facts: Record<string, string>) => Promise<void>} act
 * @returns {HTMLElement}
 */
export function showEntry(entry, when, act) {
  const node = element('li', '', 'entry');
  node.id = entryNode(entry.id);
  node.append(element('h3', entry.subject), element('p', when, 'when'), factsOf(entry), bodyOf(entry), actionsOf(entry, act));
  return node;
}

/** @returns {HTMLElement} */
function factsOf(/** @type {Entry} */ entry) {
  const facts = element('dl', '', 'facts');
  const known = { Location: entry.location, Category: entry.categories.join(', '), 'Shown as': entry.showAs };
  for (const [name, value] of Object.entries(known)) {
    if (!value) continue;
    const pair = document.createElement('div');
    pair.append(element('dt', name), element('dd', value));
    facts.append(pair);
  }
  return facts;
}

/** @returns {HTMLElement} */
function bodyOf(/** @type {Entry} */ entry) {
  const body = element('div', '', 'body');
  body.hidden = entry.body.length === 0;
  body.append(
    ...entry.body.map((line) => {
      const row = document.createElement('p');
      row.append(...line.map((run) => (run.href ? link(run.text, run.href) : document.createTextNode(run.text))));
      return row;
    }),
  );
  return body;
}

/** @returns {HTMLElement} */
function link(/** @type {string} */ text, /** @type {string} */ href) {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

/**
 * @param {Entry} entry
 * @param {(what: 'delete' | 'move', facts: Record<string, string>) => Promise<void>} act
 * @returns {HTMLElement}
 */
function actionsOf(entry, act) {
  const actions = element('p', '', 'actions');
  const label = document.createElement('label');
  const day = document.createElement('input');
  Object.assign(day, { type: 'date', name: 'day', value: entry.first });
  label.append(element('span', 'Move to'), day);
  actions.append(
    label,
    button('move', 'Move', `Move ${entry.subject}, ${entry.first}`, () => {
      if (day.value) act('move', { id: entry.id, day: day.value });
    }),
    button('delete', 'Delete', `Delete ${entry.subject}, ${entry.first}`, () => act('delete', { id: entry.id })),
  );
  return actions;
}

/** @returns {HTMLButtonElement} */
function button(/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ onClick) {
  const node = document.createElement('button');
  node.name = name;
  node.className = name;
  node.textContent = text;
  node.setAttribute('aria-label', label);
  node.addEventListener('click', onClick);
  return node;
}
