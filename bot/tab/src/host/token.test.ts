import { expect, test } from 'vitest';
import { expiryOf, keepToken } from './token';

const tokenUntil = (exp: number) => `head.${btoa(JSON.stringify({ exp })).replace(/=+$/, '')}.sign`;

test('the expiry is read, and nothing is made of a token that has none', () => {
  expect(expiryOf(tokenUntil(1000))).toBe(1000);
  expect(expiryOf('opaque')).toBe(0);
  expect(expiryOf('a.b.c')).toBe(0);
});

test('a token is kept until shortly before it expires', async () => {
  let now = 0;
  let asked = 0;
  const token = keepToken(() => {
    asked += 1;
    return Promise.resolve(tokenUntil(now + 600));
  }, () => now);
  await token(false);
  await token(false);
  expect(asked).toBe(1);
  now = 500;
  await token(false);
  expect(asked).toBe(2);
});

test('a fresh one is asked for even while the old one lasts', async () => {
  let asked = 0;
  const token = keepToken(() => Promise.resolve(tokenUntil(1e6 + (asked += 1))), () => 0);
  await token(false);
  await token(true);
  expect(asked).toBe(2);
});

test('two that need one at the same time share it, and a failure is not kept', async () => {
  let asked = 0;
  const token = keepToken(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('no')) : Promise.resolve(tokenUntil(1e6));
  }, () => 0);
  const both = [token(false), token(false)];
  await expect(both[0]).rejects.toThrow('no');
  await expect(both[1]).rejects.toThrow('no');
  expect(asked).toBe(1);
  await expect(token(false)).resolves.toContain('head.');
});
