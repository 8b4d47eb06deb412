import { describe, expect, test } from 'vitest';
import type { OfficeDay, OfficeDays, Refusal } from './api/model';
import { bookingOf, freeDay, fullDay, london, person, TODAY } from './testing/service';
import { asksFirst, lineOf, myDays, offerOf, passStateOf, promotedBetween, readOnlySentence, shareLeft, weeksAhead } from './weeks';

const wait = { place: 2, parking: false, until: null, reason: null };
const readOnly: Refusal = { code: 'read_only', facts: {}, detail: 'Not now.' };
const no: Refusal = { code: 'office_full', facts: {}, detail: 'All 10 places are taken.' };

function showing(...days: OfficeDay[]): OfficeDays {
  const week = { week: '2026-W48', monday: '2026-11-23', allowance: 3, used: 0, left: 3, days };
  return { office: london, today: TODAY, weeks: [week] };
}

test('weeks are counted from the one that today is in', () => {
  expect(weeksAhead('2026-11-23', TODAY)).toBe(0);
  expect(weeksAhead('2026-11-30', '2026-11-29')).toBe(1);
  expect(weeksAhead('2026-12-07', TODAY)).toBe(2);
});

describe('a row offers', () => {
  test('my booking before anything else', () => {
    const mine = bookingOf(london, TODAY);
    const why = "Today's booking can be cancelled only by an administrator.";
    expect(offerOf(freeDay(TODAY, { mine, refusal: no }))).toEqual({ kind: 'mine', booking: mine, canCancel: false, why });
  });

  test("the service's refusal", () => {
    expect(offerOf(freeDay(TODAY, { refusal: no }))).toEqual({ kind: 'refused', why: no.detail });
  });

  test('the day without a car when only parking is refused', () => {
    expect(offerOf(freeDay(TODAY, { parkingRefusal: no }))).toEqual({ kind: 'free', parking: false, why: no.detail });
  });

  test('no parking at all where there is none', () => {
    expect(offerOf(freeDay(TODAY, { parkingCapacity: 0, parkingRefusal: no }))).toEqual({ kind: 'free', parking: false, why: null });
  });

  test('no sentence about a full office to somebody who waits for it, but any other', () => {
    expect(offerOf(fullDay(TODAY, { wait }))).toEqual({ kind: 'refused', why: null });
    expect(offerOf(fullDay(TODAY, { wait, canWait: false, refusal: no }))).toEqual({ kind: 'refused', why: no.detail });
  });

  test('nothing, and says nothing of its own, where nothing can be changed', () => {
    const mine = bookingOf(london, TODAY, { cancelRefusal: readOnly });
    expect(offerOf(freeDay(TODAY, { refusal: readOnly }))).toEqual({ kind: 'refused', why: null });
    expect(offerOf(freeDay(TODAY, { mine }))).toEqual({ kind: 'mine', booking: mine, canCancel: false, why: null });
    expect(readOnlySentence(showing(freeDay(TODAY, { mine })))).toBe('Not now.');
    expect(readOnlySentence(showing(freeDay(TODAY, { refusal: no })))).toBeNull();
    expect(readOnlySentence({ ...showing(freeDay(TODAY)), weeks: [] })).toBeNull();
  });
});

test.each([
  [true, true, 'either'],
  [true, false, 'place'],
  [false, true, 'parking'],
  [false, false, null],
] as const)('the line is for what the service says (%#)', (canWait, canWaitForParking, line) => {
  expect(lineOf(freeDay(TODAY, { canWait, canWaitForParking }))).toBe(line);
});

test('a place that became free is one that was waited for and is mine now', () => {
  const before = showing(fullDay('2026-11-25', { wait }), fullDay('2026-11-26', { wait }), fullDay('2026-11-27'));
  const mine = (date: string) => freeDay(date, { mine: bookingOf(london, date) });
  expect(promotedBetween(before, showing(mine('2026-11-25'), fullDay('2026-11-26', { wait }), mine('2026-11-27')))).toEqual(['2026-11-25']);
});

describe('booking asks first', () => {
  test('only today', () => {
    expect(asksFirst(TODAY, TODAY, person, 'london')).toBe(true);
    expect(asksFirst('2026-11-25', TODAY, person, 'london')).toBe(false);
  });

  test('not those who can cancel it themselves', () => {
    expect(asksFirst(TODAY, TODAY, { ...person, role: 'officeAdmin', adminOf: ['london'] }, 'london')).toBe(false);
    expect(asksFirst(TODAY, TODAY, { ...person, role: 'officeAdmin', adminOf: ['paris'] }, 'london')).toBe(true);
    expect(asksFirst(TODAY, TODAY, { ...person, role: 'systemAdmin' }, 'london')).toBe(false);
  });
});

test('my days are sorted, and cancelled ones are not mine', () => {
  const later = bookingOf(london, '2026-12-01');
  const sooner = bookingOf(london, '2026-11-26');
  const gone = bookingOf(london, '2026-11-27', { state: 'cancelled' });
  const now = bookingOf(london, TODAY);
  expect(myDays([later, gone, now, sooner])).toEqual({ today: [now], next: [sooner, later] });
});

test.each([
  [bookingOf(london, TODAY), 'valid'],
  [bookingOf(london, '2026-11-26'), 'later'],
  [bookingOf(london, '2026-11-20'), 'over'],
  [bookingOf(london, TODAY, { state: 'cancelled' }), 'cancelled'],
] as const)('a pass knows what it is worth (%#)', (booking, state) => {
  expect(passStateOf(booking, TODAY)).toBe(state);
});

test('a day over its capacity is full, not less than full', () => {
  expect(shareLeft(-2, 10)).toBe(0);
  expect(shareLeft(0, 0)).toBe(0);
  expect(shareLeft(7, 10)).toBe(0.7);
});
