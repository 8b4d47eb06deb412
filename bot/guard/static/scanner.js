// @ts-check
// The scanner's page: what is read by the camera or typed is checked, shown, and gone again before the next person stands there.

import { Camera, findReader } from './camera.js';
import { check, pack, packed } from './check.js';
import { when } from './offline.js';
import { allowSound, signal } from './signals.js';
import { CHECKING, ICONS, READY, READY_WITHOUT_CAMERA } from './verdicts.js';

/** @typedef {import('./verdicts.js').Verdict} Verdict */

const SHOWN_MS = 10_000;
const SAME_AGAIN_AFTER_MS = 3_000;
const PACK_EVERY_MS = 600_000;
const NO_READER =
  "This browser can't read codes. Point the phone's own camera app at the code, which opens the pass; or use Chrome on Android.";

const page = {
  connection: element('connection', HTMLElement),
  result: element('result', HTMLElement),
  icon: element('icon', SVGPathElement),
  title: element('title', HTMLElement),
  detail: element('detail', HTMLElement),
  facts: element('facts', HTMLElement),
  video: element('camera', HTMLVideoElement),
  start: element('start', HTMLButtonElement),
  noCamera: element('no-camera', HTMLElement),
  form: element('typed', HTMLFormElement),
  text: element('text', HTMLInputElement),
};
let ready = READY_WITHOUT_CAMERA;
let turn = 0;
let last = { text: '', at: -SAME_AGAIN_AFTER_MS };

await begin();

async function begin() {
  show(ready);
  page.form.addEventListener('submit', (event) => {
    event.preventDefault();
    allowSound();
    const text = page.text.value;
    page.text.value = '';
    if (text.trim() !== '') {
      void look(text);
    }
  });
  for (const change of ['online', 'offline']) {
    addEventListener(change, () => void refresh());
  }
  setInterval(() => void refresh(), PACK_EVERY_MS);
  await Promise.all([prepareCamera(), refresh()]);
  // Without one the page still works, as long as it is open.
  await navigator.serviceWorker?.register('/guard/worker.js', { scope: '/guard', updateViaCache: 'none' }).catch(() => null);
}

/** Check a text and show the verdict; a later one replaces an earlier one that is still on its way. */
async function look(/** @type {string} */ text) {
  const mine = ++turn;
  show(CHECKING);
  const told = await check(text);
  if (mine !== turn) {
    return;
  }
  show(told);
  tellConnection(told.offline);
  signal(told.tone);
  setTimeout(() => {
    if (mine === turn) {
      show(ready);
    }
  }, SHOWN_MS);
}

/** A code that stays before the camera is checked once. */
function seen(/** @type {string} */ text) {
  const now = performance.now();
  const isSame = text === last.text && now - last.at < SAME_AGAIN_AFTER_MS;
  last = { text, at: now };
  if (!isSame) {
    void look(text);
  }
}

async function prepareCamera() {
  const reader = await findReader();
  if (reader === null) {
    page.noCamera.textContent = NO_READER;
    page.noCamera.hidden = false;
    return;
  }
  const camera = new Camera(page.video, reader, seen);
  page.start.hidden = false;
  page.start.addEventListener('click', () => {
    allowSound();
    void startCamera(camera);
  });
  document.addEventListener('visibilitychange', () => {
    const isSeen = document.visibilityState === 'visible';
    if (!isSeen) {
      camera.stop();
    } else if (page.start.hidden && !camera.isOn) {
      void startCamera(camera);
    }
  });
}

/** @param {Camera} camera */
async function startCamera(camera) {
  try {
    await camera.start();
  } catch {
    camera.stop();
    page.noCamera.textContent = 'The camera could not be used. Allow it for this page in the browser, then try again.';
  }
  page.start.hidden = camera.isOn;
  page.noCamera.hidden = camera.isOn;
  ready = camera.isOn ? READY : READY_WITHOUT_CAMERA;
  show(ready);
}

/** Load keys and offices anew, and say how it is. */
async function refresh() {
  await pack();
  tellConnection(!navigator.onLine);
}

/** @param {boolean} isOffline */
function tellConnection(isOffline) {
  const luggage = packed();
  const since = luggage === null ? '' : ` Keys of ${when(luggage.madeAt)}.`;
  page.connection.textContent = isOffline ? `Offline: passes are checked by their signature alone.${since}` : '';
  page.connection.hidden = !isOffline;
}

/** @param {Verdict} told */
function show(told) {
  page.result.className = `verdict ${told.tone}`;
  page.icon.setAttribute('d', ICONS[told.tone]);
  page.title.textContent = told.title;
  page.detail.textContent = told.detail;
  page.facts.replaceChildren(...told.facts.map(([name, value]) => row(name, value)));
}

/**
 * @param {string} name
 * @param {string} value
 */
function row(name, value) {
  const [term, description, both] = [document.createElement('dt'), document.createElement('dd'), document.createElement('div')];
  term.textContent = name;
  description.textContent = value;
  both.append(term, description);
  return both;
}

/**
 * @template {Element} Kind
 * @param {string} id
 * @param {{ new (): Kind }} kind
 * @returns {Kind}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`the page has no ${id}`);
  }
  return found;
}
