import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Fault } from '../fault';
import type { Connection, Door } from '../host';
import { hostInTeams, open, openAtDays } from '../testing/open';
import { auckland, bookingOf, FakeService, london, TODAY } from '../testing/service';

const door = (signIn: () => Promise<void>): Door => ({
  kind: 'signedOut',
  locale: 'en-GB',
  theme: 'webLight',
  onTheme: () => () => {},
  signIn,
});

test('nobody signed in sees the one button that signs in', async () => {
  const signIn = vi.fn(() => Promise.resolve());
  const { user } = open(new FakeService(), door(signIn));
  await user.click(await screen.findByRole('button', { name: 'Sign in with Microsoft' }));
  expect(signIn).toHaveBeenCalledOnce();
});

test('a sign-in that cannot start says so', async () => {
  const { user } = open(new FakeService(), door(() => Promise.reject(new Fault('offline'))));
  await user.click(await screen.findByRole('button', { name: 'Sign in with Microsoft' }));
  expect(await screen.findByText(/can't be reached/)).toBeTruthy();
});

test('a silent host leaves a way on', async () => {
  const failing: Promise<Connection> = Promise.reject(new Fault('hostSilent'));
  const reload = vi.fn();
  const { user } = open(new FakeService(), failing, reload);
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(reload).toHaveBeenCalledOnce();
  expect(screen.getByRole('link', { name: 'Open in the browser' }).getAttribute('target')).toBe('_blank');
});

test('signing out is offered only where the tab signed in itself', async () => {
  const signOut = vi.fn(() => Promise.resolve());
  const { user, view } = open(new FakeService(), hostInTeams({ kind: 'browser', signOut }));
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(signOut).toHaveBeenCalledOnce();
  view.unmount();
  await openAtDays();
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull();
});

test('without offices it says so', async () => {
  const service = new FakeService();
  service.offices = [];
  open(service);
  expect(await screen.findByRole('heading', { name: 'No offices yet' })).toBeTruthy();
});

test('another office is chosen from the list and remembered', async () => {
  const { user, view } = await openAtDays();
  await user.click(screen.getByRole('button', { name: 'London, change office' }));
  await user.click(await screen.findByRole('menuitemradio', { name: /Auckland/ }));
  expect(await screen.findByText('40 Queen Street · today there: Wed 25 Nov')).toBeTruthy();
  view.unmount();
  await openAtDays();
  expect(screen.getByRole('button', { name: 'Auckland, change office' })).toBeTruthy();
});

test('the home office is shown first, and one that the address names before all others', async () => {
  const service = new FakeService();
  service.me = { ...service.me, homeOffice: 'auckland' };
  const { view } = await openAtDays(service);
  expect(screen.getByRole('button', { name: 'Auckland, change office' })).toBeTruthy();
  view.unmount();
  window.history.replaceState(null, '', '/?office=london');
  await openAtDays(service);
  expect(screen.getByRole('button', { name: 'London, change office' })).toBeTruthy();
  window.history.replaceState(null, '', '/');
});

test('today stands on top, whichever office it is in', async () => {
  const service = new FakeService();
  service.bookings = [bookingOf(auckland, auckland.today, { parking: true }), bookingOf(london, '2026-12-01')];
  await openAtDays(service);
  expect(await screen.findByRole('heading', { name: 'Today: Auckland · with parking' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Show pass: Tue 1 Dec · London' })).toBeTruthy();
});

test('what is on the screen stays when a refresh fails, and is said to be old', async () => {
  const service = new FakeService();
  const { user } = await openAtDays(service);
  service.down = true;
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(await screen.findByText(/What you see is from/)).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'This week' })).toBeTruthy();
  service.down = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByText(/What you see is from/)).toBeNull());
});

test('a service that is down is tried again on request', async () => {
  const service = new FakeService();
  service.down = true;
  const { user } = open(service);
  expect(await screen.findByText(/can't be reached/)).toBeTruthy();
  service.down = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'This week' })).toBeTruthy();
});

test('a pass is reached by a click and left again', async () => {
  const service = new FakeService();
  service.bookings = [bookingOf(london, TODAY, { parking: true })];
  const { user } = await openAtDays(service);
  const [link] = await screen.findAllByRole('link', { name: 'Show pass for Tuesday 24 November' });
  await user.click(link as HTMLElement);
  expect(await screen.findByText('Valid today')).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Tuesday 24 November 2026');
  expect(window.location.pathname).toBe(`/bookings/${TODAY}.london`);
  await user.click(screen.getByRole('button', { name: 'All days' }));
  expect(await screen.findByRole('heading', { name: 'This week' })).toBeTruthy();
});

test('a pass nobody knows is explained', async () => {
  window.history.replaceState(null, '', '/bookings/nothing');
  open();
  expect(await screen.findByRole('heading', { name: 'No such booking' })).toBeTruthy();
});

test('a cancelled pass says that it is worth nothing', async () => {
  const service = new FakeService();
  service.bookings = [bookingOf(london, TODAY, { state: 'cancelled' })];
  window.history.replaceState(null, '', `/bookings/${TODAY}.london`);
  open(service);
  expect((await screen.findAllByText('Cancelled: not valid')).length).toBeGreaterThan(0);
});

test('when a day has begun there, today moves on', async () => {
  const service = new FakeService();
  await openAtDays(service);
  const tuesday = within(screen.getByRole('listitem', { name: 'Tuesday 24 November' }));
  expect(tuesday.getByText('Today')).toBeTruthy();
  service.offices = [{ ...london, today: '2026-11-25' }];
  service.days = service.days.slice(1);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await waitFor(() => expect(screen.queryByRole('listitem', { name: 'Tuesday 24 November' })).toBeNull());
  const wednesday = within(screen.getByRole('listitem', { name: 'Wednesday 25 November' }));
  expect(wednesday.getByText('Today')).toBeTruthy();
});

test('an answer that cannot be shown leaves a way on', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const service = new FakeService();
  service.offices = [{ ...london, today: 'no date' }];
  const reload = vi.fn();
  const { user } = open(service, hostInTeams(), reload);
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(reload).toHaveBeenCalledOnce();
});

test('an office that was removed gives way to another', async () => {
  const service = new FakeService();
  await openAtDays(service);
  service.offices = [auckland];
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(await screen.findByText('40 Queen Street · today there: Wed 25 Nov')).toBeTruthy();
});
