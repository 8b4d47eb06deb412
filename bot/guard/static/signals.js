// @ts-check
// Sound and vibration, so that a guard need not look at the screen. No verdict is told by them alone.

/** @typedef {import('./verdicts.js').Tone} Tone */

/**
 * Pitch in Hz, start and length in seconds.
 * @type {Partial<Record<Tone, [number, number, number][]>>}
 */
const SOUNDS = {
  good: [[880, 0, 0.12], [1320, 0.13, 0.22]],
  bad: [[190, 0, 0.6]],
  unsure: [[520, 0, 0.15], [520, 0.25, 0.15]],
};
/** @type {Partial<Record<Tone, number[]>>} */
const SHAKES = { good: [90], bad: [300, 100, 300], unsure: [120, 90, 120] };
const LOUDNESS = 0.25;

/** @type {AudioContext | null} */
let audio = null;

/** To be called from a touch or a key: browsers let no page make a sound before. */
export function allowSound() {
  audio ??= new AudioContext();
  void audio.resume();
}

/** @param {Tone} tone */
export function signal(tone) {
  navigator.vibrate?.(SHAKES[tone] ?? []);
  for (const [pitch, start, length] of SOUNDS[tone] ?? []) {
    play(pitch, start, length);
  }
}

/**
 * @param {number} pitch
 * @param {number} start
 * @param {number} length
 */
function play(pitch, start, length) {
  if (audio === null || audio.state !== 'running') {
    return;
  }
  const source = new OscillatorNode(audio, { frequency: pitch, type: 'square' });
  const volume = new GainNode(audio, { gain: LOUDNESS });
  source.connect(volume).connect(audio.destination);
  source.start(audio.currentTime + start);
  source.stop(audio.currentTime + start + length);
}
