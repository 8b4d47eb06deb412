import { expect, test } from 'vitest';
import { officeToShow } from './chosenOffice';
import { asFault, Fault, sentenceOf } from './fault';
import { passPath, routeOf } from './route';
import { auckland, london } from './testing/service';
import { wordsFor } from './words';

const words = wordsFor('en-GB');

test('an address names a pass or the first page', () => {
  expect(routeOf('/bookings/2026-11-25%7Clondon')).toEqual({ view: 'pass', booking: '2026-11-25|london' });
  expect(routeOf(passPath('a/b'))).toEqual({ view: 'pass', booking: 'a/b' });
  expect(routeOf('/bookings/%E0%A4%A')).toEqual({ view: 'home' });
  expect(routeOf('/what/ever')).toEqual({ view: 'home' });
});

test('the remembered office is shown, unless it is gone', () => {
  expect(officeToShow([london, auckland], 'auckland')).toBe(auckland);
  expect(officeToShow([london, auckland], 'closed-down', null)).toBe(london);
  expect(officeToShow([], 'london')).toBeUndefined();
});

test("the service's sentence is shown as it is, with the reference of a failure", () => {
  expect(sentenceOf(new Fault('refused', { detail: 'Full.', reference: 'R-1' }), words)).toBe('Full.');
  expect(sentenceOf(new Fault('broken', { detail: 'Failed.', reference: 'R-1' }), words)).toBe('Failed. Reference: R-1');
  expect(sentenceOf(asFault(new Error('inside')), words)).toBe('Something went wrong at our end.');
});

test('an unknown language falls back to English', () => {
  expect(wordsFor('xx-YY')).toBe(words);
  expect(words.allowance(1, 1)).toBe('1 of 1 day left');
});

test('places in line are counted as people say them', () => {
  const said = [1, 2, 3, 4, 11, 12, 21, 113].map((place) => /\d+\w+/.exec(words.inLine(place))?.[0]);
  expect(said).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '113th']);
});
