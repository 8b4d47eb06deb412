import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../api/model';
import { dialog, dialogGone, openAtDays, row } from '../testing/open';
import { bookingOf, FakeService, freeDay, london, problem, TODAY } from '../testing/service';

const wednesday = 'Wednesday 25 November';

describe('booking', () => {
  test('takes one click, is announced, and keeps the focus in its row', async () => {
    const { user, service } = await openAtDays();
    await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
    await row(wednesday).findByText('Booked');
    expect(service.asks).toEqual([{ ask: 'ask-1-0000', office: 'london', date: '2026-11-25', parking: false, reason: '' }]);
    expect(screen.getByRole('status').textContent).toBe('Booked: Wednesday 25 November, London.');
    expect(document.activeElement).toBe(row(wednesday).getByRole('link', { name: `Show pass for ${wednesday}` }));
  });

  test('with parking says so', async () => {
    const { user, service } = await openAtDays();
    await user.click(screen.getByRole('button', { name: `Book ${wednesday} with parking` }));
    await row(wednesday).findByText('Booked · with parking');
    expect(service.asks[0]?.parking).toBe(true);
  });

  test('twice in a hurry sends one ask', async () => {
    const { service } = await openAtDays();
    const book = screen.getByRole('button', { name: `Book ${wednesday}` });
    // Both clicks before the first has changed anything on the screen.
    act(() => {
      book.click();
      book.click();
    });
    await row(wednesday).findByText('Booked');
    expect(service.count('POST')).toBe(1);
  });

  test('shows the refusal where it was clicked, and reads the days again', async () => {
    const service = new FakeService();
    service.mishaps.push(problem(409, 'All 10 places are taken.'));
    const { user } = await openAtDays(service);
    const readsBefore = service.calls.filter((call) => call.includes('/days')).length;
    await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
    expect(await row(wednesday).findByText('All 10 places are taken.')).toBeTruthy();
    expect(service.calls.filter((call) => call.includes('/days')).length).toBe(readsBefore + 1);
    await user.click(row(wednesday).getByRole('button', { name: 'Dismiss' }));
    expect(row(wednesday).queryByText('All 10 places are taken.')).toBeNull();
  });

  test('today asks first, and "Not now" books nothing', async () => {
    const { user, service } = await openAtDays();
    const today = screen.getByRole('button', { name: 'Book Tuesday 24 November' });
    await user.click(today);
    expect((await dialog()).getByText("Today's booking can be cancelled only by an administrator.")).toBeTruthy();
    await user.click((await dialog()).getByText('Not now'));
    await dialogGone();
    expect(service.count('POST')).toBe(0);
    await user.click(today);
    await user.click((await dialog()).getByText('Book today'));
    expect(await screen.findByRole('heading', { name: 'Today: London' })).toBeTruthy();
  });

  test('today does not ask an administrator, who can cancel it', async () => {
    const service = new FakeService();
    service.me = { ...service.me, role: 'systemAdmin' };
    const { user } = await openAtDays(service);
    await user.click(screen.getByRole('button', { name: 'Book Tuesday 24 November' }));
    expect(await screen.findByRole('heading', { name: 'Today: London' })).toBeTruthy();
  });
});

describe('a day', () => {
  test('that is refused says why and has no button', async () => {
    const service = new FakeService();
    const refusal: Refusal = { code: 'office_closed', facts: {}, detail: 'London is closed on 25 November.' };
    service.days = [freeDay('2026-11-25', { closed: true, refusal })];
    await openAtDays(service);
    expect(row(wednesday).getByText('London is closed on 25 November.')).toBeTruthy();
    expect(row(wednesday).queryByRole('button')).toBeNull();
  });

  test('without a free car place can be booked without a car, and says why not with one', async () => {
    const service = new FakeService();
    const parkingRefusal: Refusal = { code: 'parking_full', facts: {}, detail: 'All 4 car places are taken.' };
    service.days = [freeDay('2026-11-25', { parkingLeft: 0, parkingRefusal })];
    await openAtDays(service);
    expect(row(wednesday).getByText('All 4 car places are taken.')).toBeTruthy();
    expect(row(wednesday).getByRole('button', { name: `Book ${wednesday}` })).toBeTruthy();
    expect(row(wednesday).queryByRole('button', { name: `Book ${wednesday} with parking` })).toBeNull();
  });

  test('of mine is cancelled after one question', async () => {
    const service = new FakeService();
    service.bookings = [bookingOf(london, '2026-11-25')];
    const { user } = await openAtDays(service);
    await user.click(row(wednesday).getByRole('button', { name: `Cancel ${wednesday}` }));
    await user.click((await dialog()).getByText('Cancel the booking'));
    await row(wednesday).findByRole('button', { name: `Book ${wednesday}` });
    expect(service.count('DELETE')).toBe(1);
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Cancelled: Wednesday 25 November, London.'));
  });

  test('of mine that is today says why it cannot be cancelled', async () => {
    const service = new FakeService();
    service.bookings = [bookingOf(london, TODAY)];
    await openAtDays(service);
    const today = row('Tuesday 24 November');
    expect(today.getByText("Today's booking can be cancelled only by an administrator.")).toBeTruthy();
    expect(today.queryByRole('button', { name: /^Cancel/ })).toBeNull();
  });
});

describe('a house in which nothing can be changed', () => {
  const refusal: Refusal = { code: 'read_only', facts: {}, detail: 'Nothing can be changed at the moment.' };

  test('says so once, and offers nothing', async () => {
    const service = new FakeService();
    const waiting = { waiting: 1, wait: { place: 1, parking: false, until: null, reason: null } };
    service.days = [
      freeDay(TODAY, { refusal }),
      freeDay('2026-11-25', { refusal, closed: true, closedNote: 'Painters' }),
      freeDay('2026-11-26'),
      freeDay('2026-11-27', { refusal, ...waiting }),
    ];
    service.bookings = [bookingOf(london, '2026-11-26', { cancelRefusal: refusal })];
    await openAtDays(service);
    expect(screen.getAllByText('Nothing can be changed at the moment.')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: /Book|Cancel|Wait|wait|Leave/ })).toBeNull();
    expect(row(wednesday).getByText('Closed: Painters')).toBeTruthy();
    expect(row('Thursday 26 November').getByRole('link', { name: 'Show pass for Thursday 26 November' })).toBeTruthy();
    expect(row('Friday 27 November').getByText('You are 1st in line')).toBeTruthy();
  });
});
