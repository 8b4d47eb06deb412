/** Two views and the history of the browser; too few for a router. */
import { useCallback, useEffect, useState } from 'react';

export type Route = { readonly view: 'home' } | { readonly view: 'pass'; readonly booking: string };

export function routeOf(path: string): Route {
  const [, booking] = /^\/bookings\/([^/]+)\/?$/.exec(path) ?? [];
  if (booking === undefined) return { view: 'home' };
  try {
    return { view: 'pass', booking: decodeURIComponent(booking) };
  } catch {
    return { view: 'home' };
  }
}

export function passPath(booking: string): string {
  return `/bookings/${encodeURIComponent(booking)}`;
}

export interface Navigation {
  readonly route: Route;
  /** Whether the person came here by a click inside the tab, and not by opening the page. */
  readonly moved: boolean;
  go(path: string): void;
}

export function useNavigation(): Navigation {
  const [route, setRoute] = useState(() => routeOf(window.location.pathname));
  const [moved, setMoved] = useState(false);
  const show = useCallback(() => {
    setMoved(true);
    setRoute(routeOf(window.location.pathname));
  }, []);
  const go = useCallback(
    (path: string) => {
      window.history.pushState(null, '', path);
      window.scrollTo(0, 0);
      show();
    },
    [show],
  );
  useEffect(() => {
    window.addEventListener('popstate', show);
    return () => window.removeEventListener('popstate', show);
  }, [show]);
  return { route, moved, go };
}
