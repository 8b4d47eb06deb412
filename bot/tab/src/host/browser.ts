/** A plain browser: authorization code with PKCE against Entra, kept for this browser tab alone. */
import { ErrorResponse, ErrorTimeout, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Config } from '../api/model';
import { Fault } from '../fault';
import type { Connection, Door, Host } from '../host';
import type { ThemeName } from '../theme';
import { isCallback, safePath } from './callback';

export async function connectBrowser(config: Config, page: Window): Promise<Connection> {
  const manager = managerFor(config, page);
  const place = { locale: page.navigator.language, ...lookOf(page) };
  const door: Door = { kind: 'signedOut', ...place, signIn: () => leaveForEntra(manager, page) };
  const user = isCallback(page.location.search) ? await comeBack(manager, page) : await manager.getUser();
  if (user === null || (user.expired === true && user.refresh_token === undefined)) return door;
  // Without a refresh token the library would renew in a hidden frame, which the page's policy forbids.
  if (user.refresh_token === undefined) manager.stopSilentRenew();
  return hostOf(manager, page, place, door.signIn);
}

function managerFor(config: Config, page: Window): UserManager {
  const store = new WebStorageStateStore({ store: page.sessionStorage });
  return new UserManager({
    authority: `${config.authority}/${config.tenant}/v2.0`,
    client_id: config.clientId,
    redirect_uri: `${page.location.origin}/`,
    post_logout_redirect_uri: `${page.location.origin}/`,
    scope: `openid profile offline_access ${config.scope}`,
    automaticSilentRenew: true,
    requestTimeoutInSeconds: 15,
    userStore: store,
    stateStore: store,
  });
}

async function leaveForEntra(manager: UserManager, page: Window): Promise<void> {
  try {
    await manager.signinRedirect({ state: { path: page.location.pathname } });
  } catch (cause) {
    throw new Fault(isSilence(cause) ? 'offline' : 'denied', { cause });
  }
}

function isSilence(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof ErrorTimeout;
}

/** Takes the code out of the address before anything else can see it, whatever becomes of it. */
async function comeBack(manager: UserManager, page: Window): Promise<User | null> {
  const address = page.location.href;
  page.history.replaceState(null, '', '/');
  try {
    const user = await manager.signinRedirectCallback(address);
    page.history.replaceState(null, '', safePath(user.state, page.location.origin));
    return user;
  } catch (cause) {
    if (cause instanceof ErrorResponse) throw new Fault(cause.error === 'access_denied' ? 'cancelled' : 'denied', { cause });
    if (isSilence(cause)) throw new Fault('offline', { cause });
    // An address from another browser tab or from long ago: whoever follows it simply signs in again.
    return manager.getUser();
  }
}

function hostOf(manager: UserManager, page: Window, place: Look & { locale: string }, signIn: () => Promise<void>): Host {
  let renewing: Promise<string> | null = null;
  const renew = () => (renewing ??= renewed(manager).finally(() => (renewing = null)));
  return {
    kind: 'browser',
    ...place,
    async token(fresh = false) {
      const user = await manager.getUser();
      if (user === null) throw new Fault('signedOut');
      return fresh || user.expired === true ? renew() : user.access_token;
    },
    signIn,
    async signOut() {
      await manager.signoutRedirect().catch(async () => {
        // Entra can't be reached, or has no page for it: at least this browser forgets.
        await manager.removeUser();
        page.location.assign('/');
      });
    },
  };
}

async function renewed(manager: UserManager): Promise<string> {
  const user = await manager.getUser();
  if (user?.refresh_token === undefined) throw new Fault('signedOut');
  try {
    const next = await manager.signinSilent();
    if (next !== null) return next.access_token;
  } catch (cause) {
    throw new Fault(cause instanceof ErrorResponse ? 'signedOut' : 'offline', { cause });
  }
  throw new Fault('signedOut');
}

interface Look {
  readonly theme: ThemeName;
  onTheme(listener: (theme: ThemeName) => void): () => void;
}

function lookOf(page: Window): Look {
  const dark = page.matchMedia('(prefers-color-scheme: dark)');
  const themeNow = (): ThemeName => (dark.matches ? 'webDark' : 'webLight');
  return {
    theme: themeNow(),
    onTheme(listener) {
      const tell = () => listener(themeNow());
      dark.addEventListener('change', tell);
      return () => dark.removeEventListener('change', tell);
    },
  };
}
