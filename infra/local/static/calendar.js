// One person's calendar: asks every second what is in it and changes only what changed, so that scroll and focus stay.

import { entryNode, showEntry } from './calendar-entry.js';

/**
 * @typedef {{text: string, href?: string}} Run
 * @typedef {{id: string, subject: string, first: string, last: string, hours: string, location: string,
 *   categories: string[], showAs: string, body: Run[][]}} Entry
 * @typedef {{version: string, today: string, weeks: string[][], entries: Entry[]}} View
 */

const person = document.getElementById('calendar')?.dataset.person ?? '';
const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {View | null} */
let shown = null;

/** A date string as words. The noon keeps it the same day in every zone. */
const words = (/** @type {string} */ day, /** @type {Intl.DateTimeFormatOptions} */ form) =>
  new Intl.DateTimeFormat(navigator.language, { ...form, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));

/** @param {View} view */
function showMonth(view) {
  const rows = view.weeks.map((week) => {
    const row = document.createElement('tr');
    row.append(...week.map((day, n) => dayCell(view, day, n)));
    return row;
  });
  const focused = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.dataset.chip : undefined;
  document.querySelector('#month tbody')?.replaceChildren(...rows);
  place('months').textContent = monthsOf(view);
  const again = focused && /** @type {HTMLElement | null} */ (document.querySelector(`[data-chip="${CSS.escape(focused)}"]`));
  if (again) again.focus({ preventScroll: true });
}

/** "November 2026 – December 2026" */
function monthsOf(/** @type {View} */ view) {
  const names = [view.weeks[0]?.[0], view.weeks.at(-1)?.at(-1)].map((day) => words(day ?? view.today, { month: 'long', year: 'numeric' }));
  return [...new Set(names)].join(' – ');
}

/** @returns {HTMLTableCellElement} */
function dayCell(/** @type {View} */ view, /** @type {string} */ day, /** @type {number} */ weekday) {
  const cell = document.createElement('td');
  cell.dataset.day = day;
  cell.classList.toggle('today', day === view.today);
  cell.classList.toggle('past', day < view.today);
  cell.classList.toggle('weekend', weekday > 4);
  if (day === view.today) cell.setAttribute('aria-current', 'date');
  const date = document.createElement('time');
  date.className = 'date';
  date.dateTime = day;
  const month = day.endsWith('-01') || day === view.weeks[0]?.[0];
  date.textContent = words(day, month ? { day: 'numeric', month: 'short' } : { day: 'numeric' });
  cell.append(date, ...view.entries.filter((entry) => entry.first <= day && day <= entry.last).map((entry) => chip(entry, day)));
  return cell;
}

/** @returns {HTMLAnchorElement} */
function chip(/** @type {Entry} */ entry, /** @type {string} */ day) {
  const link = document.createElement('a');
  link.className = 'chip';
  link.href = `#${entryNode(entry.id)}`;
  link.dataset.chip = `${day} ${entry.id}`;
  link.textContent = entry.subject;
  link.title = entry.subject;
  return link;
}

/** @param {View} view */
function showEntries(view) {
  const list = place('entries');
  removeGone(list, new Set(view.entries.map((entry) => entryNode(entry.id))));
  view.entries.forEach((entry, n) => {
    const before = shown?.entries.find((one) => one.id === entry.id);
    let node = document.getElementById(entryNode(entry.id));
    if (!node || JSON.stringify(before) !== JSON.stringify(entry)) {
      const fresh = showEntry(entry, whenOf(entry), act);
      fresh.classList.toggle('fresh', shown !== null);
      // Whoever stands on this entry's button keeps standing on it.
      const focus = node?.contains(document.activeElement) ? document.activeElement?.getAttribute('name') : null;
      node?.replaceWith(fresh);
      node = fresh;
      if (focus) setTimeout(() => /** @type {HTMLElement | null} */ (fresh.querySelector(`[name="${focus}"]`))?.focus());
    }
    if (list.children[n] !== node) list.insertBefore(node, list.children[n] ?? null);
  });
  place('empty').hidden = view.entries.length > 0;
}

/** Removes first, so that no entry that stays must be moved, which would take the focus from it. */
function removeGone(/** @type {HTMLElement} */ list, /** @type {Set<string>} */ staying) {
  for (const node of [...list.children].filter((one) => !staying.has(one.id))) {
    const next = node.nextElementSibling ?? node.previousElementSibling;
    const stood = node.contains(document.activeElement);
    node.remove();
    if (stood) /** @type {HTMLElement} */ (next?.querySelector('[name="delete"]') ?? place('entries-title')).focus();
  }
}

/** @returns {string} */
function whenOf(/** @type {Entry} */ entry) {
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
  const day = entry.first === entry.last ? words(entry.first, form) : `${words(entry.first, form)} – ${words(entry.last, form)}`;
  return `${day} · ${entry.hours || 'all day'}`;
}

/** Says politely what came, went or changed. */
function announce(/** @type {View} */ view) {
  if (!shown) return;
  const before = new Map(shown.entries.map((entry) => [entry.id, entry]));
  const news = view.entries.flatMap((entry) => {
    const old = before.get(entry.id);
    before.delete(entry.id);
    if (!old) return [`New: ${entry.subject}, ${whenOf(entry)}.`];
    return JSON.stringify(old) === JSON.stringify(entry) ? [] : [`Changed: ${entry.subject}, ${whenOf(entry)}.`];
  });
  news.push(...[...before.values()].map((entry) => `Gone: ${entry.subject}, ${whenOf(entry)}.`));
  if (news.length) place('news').textContent = news.join(' ');
}

/** What a button does: the owner's own change, as in Outlook. */
async function act(/** @type {'delete' | 'move'} */ what, /** @type {Record<string, string>} */ facts) {
  await fetch(`/calendar/${person}/${what}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(facts) });
  await refresh();
}

/** @returns {Promise<void>} */
async function refresh() {
  const answer = await fetch(`/calendar/${person}/entries?known=${shown?.version ?? ''}`);
  if (answer.status === 200) {
    /** @type {View} */
    const view = await answer.json();
    announce(view);
    showMonth(view);
    showEntries(view);
    shown = view;
  }
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
