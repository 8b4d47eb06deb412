// @ts-check
// Checks a pass by its signature alone: the service's public keys, WebCrypto, and the day in the office's zone. `core/passes.py` says
// how a pass is written, and why. Whether its booking was cancelled since, only the service knows; so nothing here is ever "valid".

import { dayIn, spoken } from './days.js';
import { verdict } from './verdicts.js';

/** @typedef {import('./verdicts.js').Verdict} Verdict */
/** @typedef {{ kid: string, kty: string, crv: string, x: string, y: string }} Key */
/** @typedef {{ madeAt: string, keys: Key[], offices: { id: string, name: string, zone: string }[] }} Luggage */
/** @typedef {{ keyId: string, body: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer> }} Sealed */

const VERSION = 1;
const CONTEXT = new TextEncoder().encode('office-booker pass v1\0');
const HEAD_BYTES = 9;
const FIXED_BYTES = 9;
const SIGNATURE_BYTES = 64;
const MAX_LENGTH = 296;
const PARKING = 1;
const ORDINAL_OF_1970 = 719_163;
const DAY_MS = 86_400_000;

/**
 * @param {string} token
 * @param {Luggage | null} luggage
 * @param {Date} now
 * @returns {Promise<Verdict>}
 */
export async function checkOffline(token, luggage, now) {
  if (luggage === null) {
    return unsure('Not checked', 'There is no connection, and this device has not yet loaded what it needs to check without one.');
  }
  const sealed = open(token);
  if (sealed === null) {
    return bad('Not genuine', 'This is no pass of this house.');
  }
  const key = luggage.keys.find((one) => one.kid === sealed.keyId);
  if (key === undefined) {
    return bad('Not genuine', `Signed with a key that is unknown here. The keys are those of ${when(luggage.madeAt)}.`);
  }
  if (!(await isGenuine(sealed, key))) {
    return bad('Not genuine', 'This is no pass of this house.');
  }
  return judge(sealed.body, luggage, now);
}

/**
 * When the keys were loaded, as this device's clock says it.
 * @param {string} instant
 * @returns {string}
 */
export function when(instant) {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/**
 * The parts of a text that may be a pass. Base64 can write the same bytes in several ways; only one is taken.
 * @param {string} token
 * @returns {Sealed | null}
 */
function open(token) {
  if (token.length > MAX_LENGTH || !/^[\w-]+$/.test(token) || token.length % 4 === 1) {
    return null;
  }
  const data = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  if (base64url(data) !== token || data.length < HEAD_BYTES + FIXED_BYTES + SIGNATURE_BYTES || data[0] !== VERSION) {
    return null;
  }
  const end = data.length - SIGNATURE_BYTES;
  return { keyId: base64url(data.slice(1, HEAD_BYTES)), body: data.slice(HEAD_BYTES, end), signature: data.slice(end) };
}

/**
 * @param {Sealed} sealed
 * @param {Key} key
 * @returns {Promise<boolean>}
 */
async function isGenuine({ body, signature }, { kty, crv, x, y }) {
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const message = new Uint8Array([...CONTEXT, ...body]);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, message);
}

/**
 * What a genuine pass says, and whether it is for today.
 * @param {Uint8Array} body
 * @param {Luggage} luggage
 * @param {Date} now
 * @returns {Verdict}
 */
function judge(body, luggage, now) {
  const view = new DataView(body.buffer, body.byteOffset);
  const day = new Date(((view.getUint16(0) << 8) + view.getUint8(2) - ORDINAL_OF_1970) * DAY_MS).toISOString().slice(0, 10);
  const parking = (view.getUint8(7) & PARKING) === PARKING ? 'Car place booked' : 'No car place';
  const id = new TextDecoder().decode(body.slice(FIXED_BYTES, FIXED_BYTES + view.getUint8(8)));
  const office = luggage.offices.find((one) => one.id === id);
  if (office === undefined) {
    return bad('Not known here', `Signed, but for an office that is unknown here. The offices are those of ${when(luggage.madeAt)}.`);
  }
  const isToday = day === dayIn(office.zone, now);
  /** @type {[string, string][]} */
  const facts = [
    ['Office', office.name],
    ['Day', isToday ? `Today, ${spoken(day)}` : spoken(day)],
    ['Parking', parking],
  ];
  return isToday
    ? unsure('Signed for today', 'Not checked against cancellations (offline). A pass carries no name: ask for it.', facts)
    : bad('Not today', `This pass is for ${spoken(day)}.`, facts);
}

/**
 * @param {string} title
 * @param {string} detail
 * @param {[string, string][]} [facts]
 */
function unsure(title, detail, facts = []) {
  return verdict('unsure', title, detail, { facts, offline: true });
}

/**
 * @param {string} title
 * @param {string} detail
 * @param {[string, string][]} [facts]
 */
function bad(title, detail, facts = []) {
  return verdict('bad', title, detail, { facts, offline: true });
}

/**
 * @param {Uint8Array} data
 * @returns {string}
 */
function base64url(data) {
  return btoa(String.fromCharCode(...data)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
