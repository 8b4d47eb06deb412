import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../api/model';
import { dialog, dialogGone, openAtDays, row } from '../testing/open';
import { bookingOf, FakeService, freeDay, fullDay, london, problem, TODAY } from '../testing/service';

const button = (name: string) => ({ name, hidden: true });
const wednesday = 'Wednesday 25 November';
const lookAgain = () => act(() => void document.dispatchEvent(new Event('visibilitychange')));

function withDay(day: ReturnType<typeof freeDay>): FakeService {
  const service = new FakeService();
  service.days = [day];
  return service;
}

describe('a full day', () => {
  test('takes one click to wait for, says the place, and keeps the focus in its row', async () => {
    const { user, service } = await openAtDays(withDay(fullDay('2026-11-25', { waiting: 1 })));
    expect(row(wednesday).getByText('London is full.')).toBeTruthy();
    expect(row(wednesday).getByText('1 waiting')).toBeTruthy();
    await user.click(row(wednesday).getByRole('button', { name: `Wait for a place on ${wednesday}` }));
    await row(wednesday).findByText('You are 2nd in line');
    expect(service.waits).toEqual([{ ask: 'ask-1-0000', parking: false, until: null, reason: '' }]);
    expect(screen.getByRole('status').textContent).toBe(`You are 2nd in line: ${wednesday}, London.`);
    expect(row(wednesday).getByText('2 waiting')).toBeTruthy();
    expect(document.activeElement).toBe(row(wednesday).getByRole('button', { name: `How to wait for ${wednesday}` }));
  });

  test('twice in a hurry asks once, and a lost answer is asked for again with the same ask', async () => {
    const service = withDay(fullDay('2026-11-25'));
    service.mishaps.push('lost');
    await openAtDays(service);
    const wait = row(wednesday).getByRole('button', { name: `Wait for a place on ${wednesday}` });
    act(() => {
      wait.click();
      wait.click();
    });
    await row(wednesday).findByText('You are 1st in line');
    expect(service.waits.map((one) => one.ask)).toEqual(['ask-1-0000', 'ask-1-0000']);
  });

  test('can be waited for until a time, with parking', async () => {
    const { user, service } = await openAtDays(withDay(fullDay('2026-11-25')));
    await user.click(row(wednesday).getByRole('button', { name: `How to wait for ${wednesday}` }));
    await user.click((await dialog()).getByRole('checkbox', button('With parking')));
    fireEvent.change((await dialog()).getByLabelText('Only until, on Tuesday 24 November'), { target: { value: '18:00' } });
    await user.click((await dialog()).getByRole('button', button('Wait')));
    await dialogGone();
    await row(wednesday).findByText('You wait for a place with parking until 18:00 on Tuesday 24 November.');
    expect(service.waits).toEqual([{ ask: 'ask-1-0000', parking: true, until: '18:00', reason: '' }]);
  });

  test('without car places asks nothing about them', async () => {
    const { user } = await openAtDays(withDay(fullDay('2026-11-25', { parkingCapacity: 0, canWaitForParking: false })));
    await user.click(row(wednesday).getByRole('button', { name: `How to wait for ${wednesday}` }));
    expect((await dialog()).queryByRole('checkbox', { hidden: true })).toBeNull();
  });

  test('that is today says first that what frees is booked for good', async () => {
    const { user, service } = await openAtDays(withDay(fullDay(TODAY)));
    await user.click(screen.getByRole('button', { name: 'Wait for a place on Tuesday 24 November' }));
    expect((await dialog()).getByText(/booked for you at once/)).toBeTruthy();
    expect((await dialog()).queryByLabelText(/Only until/)).toBeNull();
    expect(service.waits).toEqual([]);
    await user.click((await dialog()).getByRole('button', button('Wait')));
    await dialogGone();
    await row('Tuesday 24 November').findByText('You are 1st in line');
  });

  test('whose line is refused says why', async () => {
    const service = withDay(fullDay('2026-11-25'));
    service.mishaps.push(problem(409, 'Already 200 people wait for that day.', 'queue_full'));
    const { user } = await openAtDays(service);
    await user.click(row(wednesday).getByRole('button', { name: `Wait for a place on ${wednesday}` }));
    expect(await row(wednesday).findByText('Already 200 people wait for that day.')).toBeTruthy();
  });
});

test('where only car places are taken, one can book without or wait with one', async () => {
  const parkingRefusal: Refusal = { code: 'parking_full', facts: {}, detail: 'All 4 car places are taken.' };
  const { user, service } = await openAtDays(withDay(freeDay('2026-11-25', { parkingRefusal, canWaitForParking: true })));
  expect(row(wednesday).getByRole('button', { name: `Book ${wednesday}` })).toBeTruthy();
  await user.click(row(wednesday).getByRole('button', { name: `Wait with parking on ${wednesday}` }));
  await row(wednesday).findByText('You wait for a place with parking.');
  expect(service.waits[0]?.parking).toBe(true);
  expect(row(wednesday).getByRole('button', { name: `Book ${wednesday}` })).toBeTruthy();
});

describe('in line', () => {
  const inLine = () => fullDay('2026-11-25', { waiting: 3, wait: { place: 2, parking: true, until: '18:00', reason: null } });

  test('leaving asks first, because the place is lost', async () => {
    const { user, service } = await openAtDays(withDay(inLine()));
    const leave = row(wednesday).getByRole('button', { name: `Leave the line for ${wednesday}` });
    await user.click(leave);
    await user.click((await dialog()).getByRole('button', button('Stay in line')));
    await dialogGone();
    expect(service.count('DELETE')).toBe(0);
    await user.click(leave);
    await user.click((await dialog()).getByRole('button', button('Leave the line')));
    await dialogGone();
    await row(wednesday).findByRole('button', { name: `Wait for a place on ${wednesday}` });
    expect(screen.getByRole('status').textContent).toBe(`You left the line: ${wednesday}, London.`);
  });

  test('looking at what one waits for changes nothing', async () => {
    const { user, service } = await openAtDays(withDay(inLine()));
    await user.click(row(wednesday).getByRole('button', { name: `How to wait for ${wednesday}` }));
    expect((await dialog()).getByRole<HTMLInputElement>('checkbox', button('With parking')).checked).toBe(true);
    expect((await dialog()).getByLabelText<HTMLInputElement>(/Only until/).value).toBe('18:00');
    await user.click((await dialog()).getByRole('button', button('Not now')));
    await dialogGone();
    expect(service.waits).toEqual([]);
  });

  test('a place that becomes free is simply booked, announced, and on top', async () => {
    const service = withDay(inLine());
    await openAtDays(service);
    service.days = [freeDay('2026-11-25')];
    service.bookings = [bookingOf(london, '2026-11-25', { parking: true })];
    lookAgain();
    expect(await row(wednesday).findByText('Booked · with parking')).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe(`A place became free and is yours: ${wednesday}, London.`));
    expect(await screen.findByRole('link', { name: 'Show pass: Wed 25 Nov · London, with parking' })).toBeTruthy();
  });

  test('somebody who could not have the place by now is told why', async () => {
    const refusal: Refusal = { code: 'allowance_used', facts: {}, detail: 'You have used your 3 days.' };
    await openAtDays(withDay({ ...inLine(), refusal, canWait: false, canWaitForParking: false }));
    expect(row(wednesday).getByText('You have used your 3 days.')).toBeTruthy();
    expect(row(wednesday).queryByRole('button', { name: `How to wait for ${wednesday}` })).toBeNull();
    expect(row(wednesday).getByRole('button', { name: `Leave the line for ${wednesday}` })).toBeTruthy();
  });
});
