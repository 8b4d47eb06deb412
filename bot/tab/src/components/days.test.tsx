import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { openAtDays } from '../testing/open';
import { bookingOf, FakeService, freeDay, london, problem, TODAY } from '../testing/service';

const row = (name: string) => within(screen.getByRole('listitem', { name }));
// Tabster hides what its idea of the focus is not in, and that idea needs a layout, which jsdom has not.
const dialog = async () => within(await screen.findByRole('dialog', { hidden: true }));
const wednesday = 'Wednesday 25 November';

describe('booking', () => {
  test('takes one click, is announced, and keeps the focus in its row', async () => {
    const { user, service } = await openAtDays();
    await user.click(screen.getByRole('button', { name: `Book ${wednesday}` }));
    await row(wednesday).findByText('Booked');
    expect(service.asks).toEqual([{ ask: 'ask-1-0000', office: 'london', date: '2026-11-25', parking: false }]);
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
    await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
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
    const refusal = { code: 'closed', facts: {}, detail: 'London is closed on 25 November.' };
    service.days = [freeDay('2026-11-25', { closed: true, refusal })];
    await openAtDays(service);
    expect(row(wednesday).getByText('London is closed on 25 November.')).toBeTruthy();
    expect(row(wednesday).queryByRole('button')).toBeNull();
  });

  test('without a free car place can be booked without a car, and says why not with one', async () => {
    const service = new FakeService();
    const parkingRefusal = { code: 'parkingFull', facts: {}, detail: 'All 4 car places are taken.' };
    service.days = [freeDay('2026-11-25', { parkingLeft: 0, parkingRefusal })];
    const { user } = await openAtDays(service);
    const withCar = row(wednesday).getByRole('button', { name: `Book ${wednesday} with parking` });
    expect(withCar.getAttribute('aria-disabled')).toBe('true');
    const described = withCar.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe('All 4 car places are taken.');
    await user.click(withCar);
    expect(service.count('POST')).toBe(0);
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
