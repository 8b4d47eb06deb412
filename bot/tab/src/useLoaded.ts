/** Something read from the service: what we have, what went wrong last, and a way to read it again without a flicker. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asFault, type Fault } from './fault';

export interface Loaded<T> {
  readonly value: T | null;
  /** When `value` was read. */
  readonly at: Date | null;
  /** Why the newest read failed; `value` may still be the one before. */
  readonly fault: Fault | null;
  /** Never rejects: the result is in the next render. */
  reload(): Promise<void>;
}

interface Kept<T> {
  readonly key: string;
  readonly value: T | null;
  readonly at: Date | null;
  readonly fault: Fault | null;
}

/** `key` names what is read: with another key the old value is gone at once, so one office's days never show under another's name. */
export function useLoaded<T>(key: string, read: () => Promise<T>): Loaded<T> {
  const [kept, setKept] = useState<Kept<T>>({ key, value: null, at: null, fault: null });
  const readNow = useRef(read);
  readNow.current = read;
  // Reads may end in another order than they began. An older one must not overwrite a newer one, or a day just booked would look
  // free again; but it need not wait for the newer one either, or whoever awaits `reload` would be told before the screen is.
  const begun = useRef(0);
  const shown = useRef(0);

  const reload = useCallback(async () => {
    const turn = (begun.current += 1);
    const settle = (next: (before: Kept<T> | null) => Kept<T>) => {
      if (turn < shown.current) return;
      shown.current = turn;
      setKept((before) => next(before.key === key ? before : null));
    };
    try {
      const value = await readNow.current();
      settle(() => ({ key, value, at: new Date(), fault: null }));
    } catch (error) {
      const fault = asFault(error);
      settle((before) => ({ key, value: before?.value ?? null, at: before?.at ?? null, fault }));
    }
  }, [key]);

  useEffect(() => {
    void reload();
  }, [reload]);

  const own = kept.key === key;
  return { value: own ? kept.value : null, at: own ? kept.at : null, fault: own ? kept.fault : null, reload };
}
