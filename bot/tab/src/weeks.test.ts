import { describe, expect, test } from 'vitest';
import { bookingOf, freeDay, london, person, TODAY } from './testing/service';
import { asksFirst, myDays, offerOf, passStateOf, shareLeft, weeksAhead } from './weeks';

const no = { code: 'full', facts: {}, detail: 'All 10 places are taken.' };

test('weeks are counted from the one that today is in', () => {
  expect(weeksAhead('2026-11-23', TODAY)).toBe(0);
  expect(weeksAhead('2026-11-30', '2026-11-29')).toBe(1);
  expect(weeksAhead('2026-12-07', TODAY)).toBe(2);
});

describe('a row offers', () => {
  test('my booking before anything else', () => {
    const mine = bookingOf(london, TODAY);
    expect(offerOf(freeDay(TODAY, { mine, refusal: no }))).toEqual({ kind: 'mine', booking: mine, cancelRefusal: mine.cancelRefusal });
  });

  test("the service's refusal", () => {
    expect(offerOf(freeDay(TODAY, { refusal: no }))).toEqual({ kind: 'refused', refusal: no });
  });

  test('the day without a car when only parking is refused', () => {
    expect(offerOf(freeDay(TODAY, { parkingRefusal: no }))).toEqual({ kind: 'free', parking: no });
  });

  test('no parking at all where there is none', () => {
    expect(offerOf(freeDay(TODAY, { parkingCapacity: 0, parkingRefusal: no }))).toEqual({ kind: 'free', parking: 'none' });
  });
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
