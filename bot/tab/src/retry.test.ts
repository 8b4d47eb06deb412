import { expect, test } from 'vitest';
import { Fault } from './fault';
import { isWorthRetrying, pauseBefore, withRetries } from './retry';

const patience = (pauses: number[] = []) => ({
  pause: (ms: number) => {
    pauses.push(ms);
    return Promise.resolve();
  },
  random: () => 0.5,
});

test('silence and failures of the service are tried again, refusals never', () => {
  expect(isWorthRetrying(new Fault('offline'))).toBe(true);
  expect(isWorthRetrying(new Fault('broken', { status: 503 }))).toBe(true);
  expect(isWorthRetrying(new Fault('refused', { status: 409 }))).toBe(false);
  expect(isWorthRetrying(new Fault('signedOut', { status: 401 }))).toBe(false);
  expect(isWorthRetrying(new Fault('broken'))).toBe(false);
});

test('pauses grow, and chance spreads them', () => {
  expect(pauseBefore(1, () => 0)).toBe(400);
  expect(pauseBefore(1, () => 1)).toBe(800);
  expect(pauseBefore(3, () => 0)).toBe(1600);
});

test('it gives up after three more tries', async () => {
  const pauses: number[] = [];
  let tries = 0;
  const work = () => {
    tries += 1;
    return Promise.reject(new Fault('offline'));
  };
  await expect(withRetries(work, patience(pauses))).rejects.toMatchObject({ kind: 'offline' });
  expect(tries).toBe(4);
  expect(pauses).toHaveLength(3);
});

test('it stops at the first success', async () => {
  let tries = 0;
  const work = () => {
    tries += 1;
    return tries < 3 ? Promise.reject(new Fault('offline')) : Promise.resolve('done');
  };
  await expect(withRetries(work, patience())).resolves.toBe('done');
  expect(tries).toBe(3);
});
