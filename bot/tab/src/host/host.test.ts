import { expect, test, vi } from 'vitest';
import { isHosted } from '../host';
import { isCallback, safePath } from './callback';
import { within } from './deadline';
import { kindOf } from './teams';

test('a frame and the web view of a phone are hosts, a plain page is not', () => {
  const page = {} as { parent: unknown };
  page.parent = page;
  expect(isHosted(page as Window)).toBe(false);
  expect(isHosted({ ...page, parent: {} } as Window)).toBe(true);
  expect(isHosted(Object.assign(page, { nativeInterface: {} }) as unknown as Window)).toBe(true);
});

test('a host that never answers is given up', async () => {
  vi.useFakeTimers();
  const silent = within(5000, new Promise<never>(() => {}), () => new Error('late'));
  const seen = expect(silent).rejects.toThrow('late');
  await vi.advanceTimersByTimeAsync(5000);
  await seen;
  vi.useRealTimers();
});

test('a host that answers in time is heard', async () => {
  await expect(within(5000, Promise.resolve('yes'), () => new Error('late'))).resolves.toBe('yes');
});

test.each([
  ['resourceRequiresConsent', 'consent'],
  ['CancelledByUser', 'cancelled'],
  ['FailedToOpenWindow', 'denied'],
])('the reason %s of a host becomes %s', (reason, kind) => {
  expect(kindOf(new Error(reason))).toBe(kind);
});

test("only an answer of Entra's is taken for one", () => {
  expect(isCallback('?code=1&state=2')).toBe(true);
  expect(isCallback('?error=access_denied&state=2')).toBe(true);
  expect(isCallback('?code=1')).toBe(false);
  expect(isCallback('')).toBe(false);
});

test.each([
  ['/bookings/1', '/bookings/1'],
  ['//evil.example/x', '/'],
  ['https://evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('a wanted path %s leads to %s', (path, leads) => {
  expect(safePath({ path }, 'https://booker.contoso.example')).toBe(leads);
});

test('no wanted path leads to the first page', () => {
  expect(safePath(undefined, 'https://booker.contoso.example')).toBe('/');
});
