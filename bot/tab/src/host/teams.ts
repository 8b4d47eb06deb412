/** Inside Teams, Outlook or Microsoft 365: the host signs the person in and tells us its theme and language. */
import { app, authentication } from '@microsoft/teams-js';
import type { Config } from '../api/model';
import { Fault } from '../fault';
import type { Host } from '../host';
import type { ThemeName } from '../theme';
import { within } from './deadline';
import { keepToken } from './token';

/** teams-js itself gives up only after a minute, when the parent is silent or is no host that it trusts. */
const HOST_ANSWERS_WITHIN_MS = 5_000;

const themes: Readonly<Record<string, ThemeName>> = {
  default: 'teamsLight',
  dark: 'teamsDark',
  contrast: 'teamsContrast',
};

function themeOf(name: string): ThemeName {
  return themes[name] ?? 'teamsLight';
}

export async function connectTeams(config: Config): Promise<Host> {
  const context = await within(HOST_ANSWERS_WITHIN_MS, opening(config.hostOrigins), () => new Fault('hostSilent'));
  const keep = keepToken(askHost, () => Date.now() / 1000);
  const listeners = new Set<(theme: ThemeName) => void>();
  app.registerOnThemeChangeHandler((name) => {
    for (const listener of listeners) listener(themeOf(name));
  });
  app.notifySuccess();
  return {
    kind: 'teams',
    locale: context.app.locale,
    theme: themeOf(context.app.theme),
    onTheme(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    token: (fresh = false) => keep(fresh),
  };
}

async function opening(hostOrigins: readonly string[]): Promise<app.Context> {
  try {
    await app.initialize([...hostOrigins]);
    return await app.getContext();
  } catch (cause) {
    throw new Fault('hostSilent', { cause });
  }
}

async function askHost(): Promise<string> {
  try {
    return await authentication.getAuthToken();
  } catch (cause) {
    throw new Fault(kindOf(cause), { cause });
  }
}

/** The host names its reason in the message, in one word, and in different spellings from host to host. */
export function kindOf(cause: unknown): 'consent' | 'cancelled' | 'denied' {
  const word = (cause instanceof Error ? cause.message : String(cause)).toLowerCase();
  if (word.includes('consent')) return 'consent';
  if (word.includes('cancel')) return 'cancelled';
  return 'denied';
}
