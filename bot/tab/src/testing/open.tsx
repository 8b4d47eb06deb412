/** Opens the whole application on a fake service, as a signed-in person in Teams unless told otherwise. */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect } from 'vitest';
import { makeApi } from '../api';
import { App } from '../components/App';
import type { Connection, Host } from '../host';
import { FakeService } from './service';

export const noon = new Date('2026-11-24T12:00:00');

export function hostInTeams(facts: Partial<Host> = {}): Host {
  return {
    kind: 'teams',
    locale: 'en-GB',
    theme: 'teamsLight',
    onTheme: () => () => {},
    token: () => Promise.resolve('token'),
    ...facts,
  };
}

export function open(
  service = new FakeService(),
  connection: Connection | Promise<Connection> = hostInTeams(),
  reload: () => void = () => {},
) {
  let asks = 0;
  const user = userEvent.setup();
  const view = render(
    <App
      connect={() => Promise.resolve(connection)}
      apiFor={(host) =>
        makeApi({ fetch: service.fetch, token: host.token, pause: () => Promise.resolve(), random: () => 0.5 })
      }
      now={() => noon}
      newAsk={() => `ask-${(asks += 1)}-0000`}
      reload={reload}
    />,
  );
  return { user, service, view };
}

export async function openAtDays(service = new FakeService()) {
  const opened = open(service);
  await screen.findByRole('heading', { name: 'This week' });
  return opened;
}

export const row = (name: string) => within(screen.getByRole('listitem', { name }));

/** Tabster hides what its idea of the focus is not in, and that idea needs a layout, which jsdom has not. */
export const dialog = async () => within(await screen.findByRole('dialog', { hidden: true }));

/** The dialog has gone, and what was behind it can be read again. */
export const dialogGone = () =>
  waitFor(() => {
    expect(screen.queryByRole('dialog', { hidden: true })).toBeNull();
    expect(screen.queryAllByRole('listitem')).not.toHaveLength(0);
  });
