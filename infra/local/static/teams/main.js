// The page: who is looking, in which theme, and either the frame with the product's tab or the chat.

import { ChatPane } from './chat.js';
import { contextOf } from './context.js';
import { Host } from './host.js';

/**
 * @typedef {{oid: string, name: string, first: string, email: string, note: string, mailbox: boolean}} Person
 * @typedef {{tenant: string, service: string | null, calendars: string, people: Person[]}} World
 */

const THEMES = ['default', 'dark', 'contrast'];
const NEW = 'new';
const PATIENCE_MS = 10_000;
const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const query = new URLSearchParams(location.search);

/** @type {World} */
const world = await (await fetch('/world')).json();
const startsAs = (query.get('person') ?? '').toLowerCase();
let person = /** @type {Person} */ (
  world.people.find((one) => [one.oid, one.email, one.name.toLowerCase()].includes(startsAs)) ??
    world.people.find((one) => one.first.toLowerCase() === startsAs) ??
    world.people[0]
);
let theme = THEMES.find((one) => one === query.get('theme')) ?? 'default';
let timer = 0;
let loaded = false;

/** JSON to this page's own server. */
const post = (/** @type {string} */ path, /** @type {object} */ body) =>
  fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** A token for whoever is chosen at this moment. */
async function token() {
  const answer = await post('/token', { person: person.oid });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return (await answer.json()).token;
}

/** @param {string} words */
function notice(words) {
  part('notice').hidden = !words;
  part('notice-text').textContent = words;
}

/** Only web addresses: a tab or a card may not make this page run a script. Teams' own links to a tab lead to the tab here. */
function open(/** @type {string} */ url) {
  if (/^https:\/\/teams\.(microsoft\.com|cloud\.microsoft)\/l\/entity\//i.test(url)) location.hash = 'tab';
  else if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener');
}

const host = new Host(world.service ?? '', () => part('frame'), {
  context: () => contextOf(world.tenant, person, theme),
  token,
  open,
  leave: () => part('app-link').focus(),
  onState: (state, reason) => {
    clearTimeout(timer);
    notice(state === 'failed' ? `Office Booker could not start. ${reason ?? ''}` : '');
  },
});

const chat = new ChatPane({ service: world.service, theme: () => theme, openUrl: open, remember });

/** `#chat`, or `#chat/` and the title of a conversation; anything else is the tab. */
const inChat = () => /^#chat(\/|$)/.test(location.hash);
const titleInAddress = () => (inChat() ? decodeURIComponent(location.hash.replace(/^#chat\/?/, '')) : '');

/** Brings to the front what the address says; the tab is loaded when it is looked at for the first time. */
async function showPart() {
  part('tab').hidden = inChat();
  part('chat').hidden = !inChat();
  for (const [id, current] of [['app-link', !inChat()], ['chat-link', inChat()]]) {
    if (current) part(id).setAttribute('aria-current', 'page');
    else part(id).removeAttribute('aria-current');
  }
  if (inChat()) return chat.show(titleInAddress());
  chat.hide();
  if (!loaded) load();
}

function emptyFrame() {
  clearTimeout(timer);
  loaded = false;
  const frame = /** @type {HTMLIFrameElement} */ (part('frame').cloneNode());
  frame.removeAttribute('src');
  part('frame').replaceWith(frame);
}

/** A new frame each time, so that nothing of the person before stays, nor a step in the browser's history. */
function load() {
  clearTimeout(timer);
  loaded = true;
  notice(world.service ? '' : 'No address of the service is known to the local world.');
  if (!world.service) return;
  const frame = /** @type {HTMLIFrameElement} */ (part('frame').cloneNode());
  frame.src = `${world.service}/`;
  part('frame').replaceWith(frame);
  timer = setTimeout(() => notice(`Office Booker has not answered yet. Is it running at ${world.service}?`), PATIENCE_MS);
}

/** What tests add to the address stays there. */
const kept = query.has('locale') ? { locale: query.get('locale') ?? '' } : {};

/** The address always says what is shown. */
function remember() {
  const title = chat.room && chat.room.kind !== 'personal' ? `/${encodeURIComponent(chat.room.title)}` : '';
  const place = inChat() ? `#chat${title}` : '';
  history.replaceState(null, '', `?${new URLSearchParams({ ...kept, person: person.email, theme })}${place}`);
}

function showTheme() {
  document.documentElement.dataset.theme = theme;
  part('theme').value = theme;
}

function showPerson() {
  const options = world.people.map((one) => new Option(one.note ? `${one.name} (${one.note})` : one.name, one.oid));
  part('person').replaceChildren(...options, new Option('Somebody new…', NEW));
  part('person').value = person.oid;
  const words = person.name.split(/\s+/);
  part('initials').textContent = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
  part('calendar-link').href = `${world.calendars}/calendar/${person.oid}`;
}

/** @param {Person} next */
function become(next) {
  person = next;
  showPerson();
  // The page of the person before must not ask for anything in the name of the next.
  emptyFrame();
  void chat.become(person.oid).then(showPart).then(remember);
}

part('theme').addEventListener('change', () => {
  theme = part('theme').value;
  showTheme();
  remember();
  host.changeTheme(theme);
});
part('person').addEventListener('change', () => {
  const chosen = part('person').value;
  if (chosen !== NEW) return become(/** @type {Person} */ (world.people.find((one) => one.oid === chosen)));
  part('person').value = person.oid;
  part('new-fault').hidden = true;
  part('new-person').showModal();
});
part('new-person-form').addEventListener('submit', async (/** @type {Event} */ event) => {
  event.preventDefault();
  const answer = await post('/people', { name: part('new-name').value });
  part('new-fault').hidden = answer.ok;
  if (!answer.ok) {
    part('new-fault').textContent = await answer.text();
    return;
  }
  /** @type {Person} */
  const added = await answer.json();
  if (!world.people.some((one) => one.oid === added.oid)) world.people.push(added);
  part('new-person-form').reset();
  part('new-person').close();
  become(added);
});
part('new-cancel').addEventListener('click', () => part('new-person').close());
part('again').addEventListener('click', load);
// Once more on the tab's own link loads it anew.
part('app-link').addEventListener('click', (/** @type {Event} */ event) => {
  if (inChat()) return;
  event.preventDefault();
  load();
});
addEventListener('hashchange', () => void showPart());

showTheme();
showPerson();
await chat.become(person.oid);
await showPart();
remember();
