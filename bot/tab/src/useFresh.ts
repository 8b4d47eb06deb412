/** Keeps what is on the screen fresh: every so often while it can be seen, and at once on coming back to it. */
import { useEffect, useRef } from 'react';

export function useFresh(everyMs: number, refresh: () => void): void {
  const refreshNow = useRef(refresh);
  refreshNow.current = refresh;
  useEffect(() => {
    const ifSeen = () => {
      if (document.visibilityState === 'visible') refreshNow.current();
    };
    const timer = setInterval(ifSeen, everyMs);
    document.addEventListener('visibilitychange', ifSeen);
    window.addEventListener('online', ifSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ifSeen);
      window.removeEventListener('online', ifSeen);
    };
  }, [everyMs]);
}
