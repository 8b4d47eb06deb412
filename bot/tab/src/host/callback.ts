/** What Entra sends the browser back with. */

export function isCallback(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/** The path kept in the sign-in's state; anything that would lead away from our own origin becomes the first page. */
export function safePath(state: unknown, origin: string): string {
  if (typeof state !== 'object' || state === null || !('path' in state) || typeof state.path !== 'string') return '/';
  const address = URL.canParse(state.path, origin) ? new URL(state.path, origin) : null;
  return address !== null && address.origin === origin ? address.pathname : '/';
}
