// @ts-check
// The camera, and the browser's own reader of QR codes. Where a browser has none, the page says what to do instead.

const LOOK_EVERY_MS = 150;

/** @typedef {{ detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]> }} Reader */

/**
 * The browser's reader of QR codes; null if it has none.
 * @returns {Promise<Reader | null>}
 */
export async function findReader() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (Detector === undefined || navigator.mediaDevices === undefined) {
    return null;
  }
  const formats = await Detector.getSupportedFormats();
  return formats.includes('qr_code') ? new Detector({ formats: ['qr_code'] }) : null;
}

/** Looks through the camera while the page is seen; a page that nobody sees lets go of it. */
export class Camera {
  /**
   * @param {HTMLVideoElement} video
   * @param {Reader} reader
   * @param {(text: string) => void} found
   */
  constructor(video, reader, found) {
    this.video = video;
    this.reader = reader;
    this.found = found;
    /** @type {MediaStream | null} */
    this.stream = null;
  }

  /** Whether it looks. */
  get isOn() {
    return this.stream !== null;
  }

  /** Ask for the camera and begin. Throws what the browser throws if it is refused or there is none. */
  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' } }, audio: false });
    this.video.srcObject = this.stream;
    this.video.hidden = false; // some browsers play nothing that is not seen
    await this.video.play();
    // Not every browser can, and a screen that goes dark is no fault of ours.
    await navigator.wakeLock?.request('screen').catch(() => null);
    void this.look(this.stream);
  }

  /** Let go of it. */
  stop() {
    this.video.hidden = true;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  /** @param {MediaStream} stream */
  async look(stream) {
    while (this.stream === stream) {
      const codes = await this.reader.detect(this.video).catch(() => []);
      if (codes[0] !== undefined && this.stream === stream) {
        this.found(codes[0].rawValue);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
