// Keeps the scanner's page and files, so that it opens without a connection. `__VERSION__` stands for all of them: when one changes, this
// file does, and the browser takes the new worker, which fetches them together.

const CACHE = 'guard-__VERSION__';
const FILES = [
  '/guard',
  '/guard/camera.js',
  '/guard/check.js',
  '/guard/days.js',
  '/guard/guard.css',
  '/guard/icon.svg',
  '/guard/offline.js',
  '/guard/scanner.js',
  '/guard/signals.js',
  '/guard/verdicts.js',
];
const LUGGAGE = '/guard/keys.json';
const ANSWER_MS = 4_000;

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin) {
    return;
  }
  if (pathname === LUGGAGE) {
    event.respondWith(freshOrKept());
  } else if (FILES.includes(pathname)) {
    event.respondWith(keptOrFresh(pathname, event.request));
  }
  // All else, above all whether a pass is valid, is never kept.
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...FILES, LUGGAGE].map((path) => new Request(path, { cache: 'reload' })));
  await skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('guard-') && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

async function keptOrFresh(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function freshOrKept() {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(LUGGAGE, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) });
    if (answer.ok) {
      await cache.put(LUGGAGE, answer.clone());
      return answer;
    }
  } catch {
    // No connection: what was kept is as good as it was.
  }
  return (await cache.match(LUGGAGE)) ?? Response.error();
}
