/**
 * Where the tab runs: inside Teams, Outlook or Microsoft 365, or in a plain browser. Nothing outside this file and its folder knows
 * that teams-js or oidc-client-ts exist, and neither is loaded where the other is needed.
 */
import type { Config } from './api/model';
import type { ThemeName } from './theme';

export type Stop = () => void;

interface Place {
  readonly locale: string;
  readonly theme: ThemeName;
  onTheme(listener: (theme: ThemeName) => void): Stop;
}

/** A place with a signed-in person. */
export interface Host extends Place {
  readonly kind: 'teams' | 'browser';
  /** `fresh` asks for a new token even if the one at hand looks valid. */
  token(fresh?: boolean): Promise<string>;
  /** Only where signing in is the tab's own business, which in Teams it is not. */
  readonly signIn?: () => Promise<void>;
  readonly signOut?: () => Promise<void>;
}

/** A plain browser in which nobody is signed in. */
export interface Door extends Place {
  readonly kind: 'signedOut';
  /** Leaves the page for Entra; what the person wanted to see is restored afterwards. */
  signIn(): Promise<void>;
}

export type Connection = Host | Door;

/** Teams on a phone shows the tab in a web view of its own: no frame, but a native bridge. */
export function isHosted(page: Window): boolean {
  return page.parent !== page || 'nativeInterface' in page;
}

export async function connect(config: Config, page: Window = window): Promise<Connection> {
  if (isHosted(page)) {
    const { connectTeams } = await import('./host/teams');
    return connectTeams(config);
  }
  const { connectBrowser } = await import('./host/browser');
  return connectBrowser(config, page);
}
