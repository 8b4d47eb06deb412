/** Keeps a token until shortly before it expires, and never asks for two at once. */
const SPARE_S = 120;

export type TokenSource = (fresh: boolean) => Promise<string>;

/** Read for its expiry alone; whether a token is genuine is the service's question. */
export function expiryOf(token: string): number {
  try {
    const middle = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims: unknown = JSON.parse(atob(middle));
    if (typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number') return claims.exp;
  } catch {
    // Not a token we can read: it is not kept, and asked for anew each time.
  }
  return 0;
}

export function keepToken(ask: () => Promise<string>, nowS: () => number): TokenSource {
  let kept: string | null = null;
  let asking: Promise<string> | null = null;
  return (fresh) => {
    if (!fresh && kept !== null && expiryOf(kept) - SPARE_S > nowS()) return Promise.resolve(kept);
    asking ??= ask()
      .then((token) => (kept = token))
      .finally(() => (asking = null));
    return asking;
  };
}
