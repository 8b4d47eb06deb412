// @ts-check
// From what was scanned to what the guard is told: the service is asked, and where it does not answer, the signature decides.

import { checkOffline } from './offline.js';
import { NOT_A_PASS, verdict } from './verdicts.js';

/** @typedef {import('./verdicts.js').Verdict} Verdict */
/** @typedef {import('./offline.js').Luggage} Luggage */

const ANSWER_MS = 4_000;
const TONES = /** @type {const} */ (['good', 'bad']);
const FACTS = /** @type {const} */ (['name', 'office', 'day', 'parking']);

/** @type {Luggage | null} */
let luggage = null;

/**
 * What is needed without a connection, as it was when it was last loaded.
 * @returns {Luggage | null}
 */
export function packed() {
  return luggage;
}

/** Load what is needed without a connection; what was loaded before is kept if that fails. */
export async function pack() {
  try {
    const answer = await fetch('/guard/keys.json', { cache: 'no-store', signal: AbortSignal.timeout(2 * ANSWER_MS) });
    if (answer.ok) {
      luggage = await answer.json();
    }
  } catch {
    // No connection, and the service worker has none either.
  }
}

/**
 * @param {string} text
 * @returns {Promise<Verdict>}
 */
export async function check(text) {
  const token = tokenIn(text);
  if (token === null) {
    return NOT_A_PASS;
  }
  return (await ask(token)) ?? checkOffline(token, luggage, new Date());
}

/**
 * The pass in an address, or the text itself. Whose address it is does not matter: only our own service is asked.
 * @param {string} text
 * @returns {string | null}
 */
function tokenIn(text) {
  return /(?:^|\/pass\/)([\w-]+)\/?$/.exec(text.trim())?.[1] ?? null;
}

/**
 * The service's answer; null if it has none, such as behind the page of a hotel's network that answers for everybody.
 * @param {string} token
 * @returns {Promise<Verdict | null>}
 */
async function ask(token) {
  try {
    const answer = await fetch(`/pass/${token}`, {
      headers: { Accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const told = await answer.json();
    const tone = TONES.find((one) => one === told.tone);
    if (tone === undefined) {
      return null;
    }
    const rows = FACTS.filter((name) => told[name]);
    /** @type {[string, string][]} */
    const facts = rows.map((name) => [name.charAt(0).toUpperCase() + name.slice(1), String(told[name])]);
    return verdict(tone, String(told.title), String(told.detail), { facts });
  } catch {
    return null;
  }
}
