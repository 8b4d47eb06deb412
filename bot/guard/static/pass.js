// @ts-check
// Lets the office's clock run on the guard's page, and looks again when what the page says may have become untrue.

import { dayIn } from './days.js';

const TICK_MS = 250;
const LOOK_AGAIN_AFTER_MS = 60_000;

const clock = document.getElementById('clock');
if (clock instanceof HTMLTimeElement) {
  run(clock, clock.dataset['zone'] ?? 'UTC');
}

/**
 * By the service's clock, which came with the page: the phone's own may be wrong, or made so.
 * @param {HTMLTimeElement} clock
 * @param {string} zone
 */
function run(clock, zone) {
  const ahead = Date.parse(clock.dateTime) - Date.now();
  const openedAt = Date.now();
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const openedOn = dayIn(zone, new Date(openedAt + ahead));
  setInterval(() => {
    const now = new Date(Date.now() + ahead);
    clock.textContent = time.format(now);
    if (dayIn(zone, now) !== openedOn) {
      location.reload();
    }
  }, TICK_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Math.abs(Date.now() - openedAt) > LOOK_AGAIN_AFTER_MS) {
      location.reload();
    }
  });
}
