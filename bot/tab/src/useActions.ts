/** Booking and cancelling, one at a time for each day: what is under way, and what the service said about it. */
import { useCallback, useRef, useState } from 'react';
import type { Booking, Office } from './api/model';
import { asFault, sentenceOf } from './fault';
import { useSession } from './session';

export type Doing = 'book' | 'bookParking' | 'cancel';

export interface RowState {
  readonly doing: Doing | null;
  /** The service's sentence after a refusal or a failure, until it is dismissed or the next try. */
  readonly said: string | null;
}

export const quiet: RowState = { doing: null, said: null };

export interface Actions {
  stateOf(date: string): RowState;
  book(date: string, parking: boolean): void;
  cancel(booking: Booking): void;
  dismiss(date: string): void;
}

export function useActions(office: Office, reload: () => Promise<void>): Actions {
  const { api, announce, dates, newAsk, words } = useSession();
  const [rows, setRows] = useState<ReadonlyMap<string, RowState>>(new Map());
  // State arrives with the next render, a second click may not wait for it.
  const underWay = useRef(new Set<string>());

  const set = useCallback((date: string, state: RowState) => {
    setRows((before) => new Map(before).set(date, state));
  }, []);

  const act = async (date: string, doing: Doing, work: () => Promise<unknown>, done: string) => {
    if (underWay.current.has(date)) return;
    underWay.current.add(date);
    set(date, { doing, said: null });
    let said: string | null = null;
    try {
      await work();
    } catch (error) {
      said = sentenceOf(asFault(error), words);
    }
    // After a refusal too: somebody else was quicker, and the day no longer looks as it did.
    await reload();
    underWay.current.delete(date);
    set(date, { doing: null, said });
    announce(said ?? done);
  };

  return {
    stateOf: (date) => rows.get(date) ?? quiet,
    book: (date, parking) => {
      const ask = { ask: newAsk(), office: office.id, date, parking };
      const done = words.saidBooked(dates.full(date), office.name, parking);
      void act(date, parking ? 'bookParking' : 'book', () => api.book(ask), done);
    },
    cancel: (booking) => {
      const done = words.saidCancelled(dates.full(booking.date), booking.officeName);
      void act(booking.date, 'cancel', () => api.cancel(booking.id), done);
    },
    dismiss: (date) => set(date, quiet),
  };
}
