import { describe, expect, test } from 'vitest';
import { makeApi, readConfig } from './api';
import { FakeService, problem } from './testing/service';

function apiOn(service: FakeService, token = (fresh?: boolean) => Promise.resolve(fresh ? 'fresh' : 'old')) {
  return makeApi({ fetch: service.fetch, token, pause: () => Promise.resolve(), random: () => 0 });
}

const ask = { ask: 'ask-0001', office: 'london', date: '2026-11-25', parking: false, reason: '' };

describe('booking', () => {
  test('an answer lost on the way is asked for again with the same ask, and books once', async () => {
    const service = new FakeService();
    service.mishaps.push('lost', problem(503, 'Busy.'), 'dropped');
    await expect(apiOn(service).book(ask)).resolves.toMatchObject({ date: '2026-11-25' });
    expect(service.count('POST')).toBe(4);
    expect(new Set(service.asks.map((one) => one.ask))).toEqual(new Set(['ask-0001']));
    expect(service.bookings).toHaveLength(1);
  });

  test.each([400, 403, 404, 409, 422])('a refusal (%i) is final', async (status) => {
    const service = new FakeService();
    service.mishaps.push(problem(status, 'All 10 places are taken.'));
    await expect(apiOn(service).book(ask)).rejects.toMatchObject({ kind: 'refused', detail: 'All 10 places are taken.' });
    expect(service.count('POST')).toBe(1);
  });

  test('a failure brings its reference along', async () => {
    const service = new FakeService();
    service.mishaps.push(...Array.from({ length: 4 }, () => problem(500, 'That failed.')));
    await expect(apiOn(service).book(ask)).rejects.toMatchObject({ kind: 'broken', detail: 'That failed.', reference: 'R-1' });
  });

  test('a gateway that answers in HTML is a failure without words', async () => {
    const service = new FakeService();
    service.mishaps.push(...Array.from({ length: 4 }, () => new Response('<h1>Bad gateway</h1>', { status: 502 })));
    await expect(apiOn(service).book(ask)).rejects.toMatchObject({ kind: 'broken', detail: null, status: 502 });
  });
});

describe('a refused token', () => {
  test('is replaced once', async () => {
    const service = new FakeService();
    service.badTokens.add('Bearer old');
    await expect(apiOn(service).me()).resolves.toMatchObject({ name: 'Robin Fenwick' });
    expect(service.tokens).toEqual(['Bearer old', 'Bearer fresh']);
  });

  test('and no more than once', async () => {
    const service = new FakeService();
    service.badTokens = new Set(['Bearer old', 'Bearer fresh']);
    await expect(apiOn(service).me()).rejects.toMatchObject({ kind: 'signedOut' });
    expect(service.calls).toHaveLength(2);
  });
});

test('a list is read page by page', async () => {
  const service = new FakeService();
  const pages = [
    { offices: [service.offices[0]], next: 'more' },
    { offices: [service.offices[1]], next: null },
  ];
  const asked: string[] = [];
  const api = makeApi({
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(new Response(JSON.stringify(pages.shift())));
    },
    token: () => Promise.resolve('token'),
    pause: () => Promise.resolve(),
    random: () => 0,
  });
  await expect(api.offices()).resolves.toHaveLength(2);
  expect(asked).toEqual(['/api/offices?limit=100', '/api/offices?limit=100&next=more']);
});

test('no network is said to be no network', async () => {
  const service = new FakeService();
  service.down = true;
  await expect(readConfig(service.fetch)).rejects.toMatchObject({ kind: 'offline' });
});

test('an id goes into the address as one piece', async () => {
  const service = new FakeService();
  await expect(apiOn(service).booking('a/b?c')).rejects.toMatchObject({ status: 404 });
  expect(service.calls).toEqual(['GET /api/bookings/a%2Fb%3Fc']);
});
