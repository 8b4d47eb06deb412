// @ts-check
// What the scanner can say. The first four standings come from the service with its own words; the rest is said here.

/** @typedef {'good' | 'bad' | 'unsure' | 'idle'} Tone */
/** @typedef {{ tone: Tone, title: string, detail: string, facts: [string, string][], offline: boolean }} Verdict */

/** @type {Record<Tone, string>} */
export const ICONS = {
  good: 'm5 12.5 4.5 4.5L19 7.5',
  bad: 'm6.5 6.5 11 11m0-11-11 11',
  unsure: 'M12 5.5v8m0 4.5v.1',
  idle: 'M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5',
};

/**
 * @param {Tone} tone
 * @param {string} title
 * @param {string} detail
 * @param {{ facts?: [string, string][], offline?: boolean }} [more]
 * @returns {Verdict}
 */
export function verdict(tone, title, detail, { facts = [], offline = false } = {}) {
  return { tone, title, detail, facts, offline };
}

export const READY = verdict('idle', 'Ready', 'Show a pass to the camera.');
export const READY_WITHOUT_CAMERA = verdict('idle', 'Ready', 'Read a pass below.');
export const CHECKING = verdict('idle', 'Checking …', '');
export const NOT_A_PASS = verdict('bad', 'Not genuine', 'This is no pass.');
