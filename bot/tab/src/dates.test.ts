import { afterEach, describe, expect, test, vi } from 'vitest';
import { addDays, dateHere, dateWordsFor, daysBetween, mondayOf, usableLocale } from './dates';

afterEach(() => vi.unstubAllEnvs());

describe.each(['UTC', 'America/Los_Angeles', 'Pacific/Auckland'])('on a clock in %s', (zone) => {
  test('a date is shown as the date it is', () => {
    vi.stubEnv('TZ', zone);
    const words = dateWordsFor('en-GB');
    expect(words.full('2026-11-25')).toBe('Wednesday 25 November');
    expect(words.short('2026-11-25')).toBe('Wed 25 Nov');
    expect(words.week('2026-11-30').replace(/\s/g, ' ')).toBe('30 Nov – 6 Dec');
  });

  test('counting days crosses the change of the clocks', () => {
    vi.stubEnv('TZ', zone);
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  test('a week begins on Monday', () => {
    vi.stubEnv('TZ', zone);
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2026-11-30')).toBe('2026-11-30');
  });
});

test("the person's own date is the one on the wall, not the one in Greenwich", () => {
  const instant = new Date('2026-11-24T20:00:00Z');
  vi.stubEnv('TZ', 'Pacific/Auckland');
  expect(dateHere(instant)).toBe('2026-11-25');
  vi.stubEnv('TZ', 'America/Los_Angeles');
  expect(dateHere(instant)).toBe('2026-11-24');
});

test('dates speak the language of the host', () => {
  expect(dateWordsFor('de-DE').full('2026-11-25')).toBe('Mittwoch, 25. November');
});

test('a language that the platform cannot read is English', () => {
  expect(usableLocale('en-gb')).toBe('en-GB');
  expect(usableLocale('de_DE')).toBe('de-DE');
  expect(usableLocale('not a language')).toBe('en');
  expect(usableLocale('')).toBe('en');
});
