/** Booking, cancelling and waiting, one at a time for each day: what is under way, and what the service said about it. */
import { useCallback, useRef, useState } from 'react';
import type { Booking, Office } from './api/model';
import { asFault, sentenceOf } from './fault';
import { useSession } from './session';

export type Doing = 'book' | 'bookParking' | 'cancel' | 'wait' | 'leave';

export interface RowState {
  readonly doing: Doing | null;
  /** The service's sentence after a refusal or a failure, until it is dismissed or the next try. */
  readonly said: string | null;
}

export const quiet: RowState = { doing: null, said: null };

/** What a wish says beyond its day. `until` is for waiting alone. */
export interface Terms {
  readonly parking: boolean;
  readonly until: string | null;
  readonly reason: string;
}

/** Whether a refusal is shown elsewhere, as by a form that is still open; if not, the row of the day shows it. */
export type ToldElsewhere = () => boolean;
const nowhere: ToldElsewhere = () => false;

export interface Actions {
  stateOf(date: string): RowState;
  /** Ends with the answer: the sentence of a refusal or a failure, or null. The days are read anew after that. */
  book(date: string, terms: Terms, told?: ToldElsewhere): Promise<string | null>;
  wait(date: string, terms: Terms, told?: ToldElsewhere): Promise<string | null>;
  cancel(booking: Booking): void;
  leave(date: string): void;
  dismiss(date: string): void;
}

export function useActions(office: Office, reload: () => Promise<void>): Actions {
  const { api, announce, dates, newAsk, reloadMe, words } = useSession();
  const [rows, setRows] = useState<ReadonlyMap<string, RowState>>(new Map());
  // State arrives with the next render, a second click may not wait for it.
  const underWay = useRef(new Set<string>());

  const set = useCallback((date: string, state: RowState) => {
    setRows((before) => new Map(before).set(date, state));
  }, []);

  /** After a refusal too: somebody else was quicker, and the day no longer looks as it did. */
  const settle = async (date: string, done: string, refused: string | null, told: ToldElsewhere) => {
    await reload();
    underWay.current.delete(date);
    const said = told() ? null : refused;
    set(date, { doing: null, said });
    if (refused === null) announce(done);
    else if (said !== null) announce(said);
  };

  const act = async (date: string, doing: Doing, told: ToldElsewhere, work: () => Promise<string>): Promise<string | null> => {
    if (underWay.current.has(date)) return null;
    underWay.current.add(date);
    set(date, { doing, said: null });
    try {
      const done = await work();
      void settle(date, done, null, told);
      return null;
    } catch (error) {
      const fault = asFault(error);
      const sentence = sentenceOf(fault, words);
      // Reasons are asked for since this page was opened: the next click asks for one.
      if (fault.code === 'reason_missing') reloadMe();
      void settle(date, '', sentence, told);
      return sentence;
    }
  };

  return {
    stateOf: (date) => rows.get(date) ?? quiet,
    book: (date, { parking, reason }, told = nowhere) =>
      act(date, parking ? 'bookParking' : 'book', told, async () => {
        await api.book({ ask: newAsk(), office: office.id, date, parking, reason });
        return words.saidBooked(dates.full(date), office.name, parking);
      }),
    wait: (date, terms, told = nowhere) =>
      act(date, 'wait', told, async () => {
        const { booking, place } = await api.join(office.id, date, { ask: newAsk(), ...terms });
        if (booking !== null) return words.saidPromoted(dates.full(date), office.name);
        return place === null ? '' : words.saidInLine(place, dates.full(date), office.name);
      }),
    cancel: (booking) =>
      void act(booking.date, 'cancel', nowhere, async () => {
        await api.cancel(booking.id);
        return words.saidCancelled(dates.full(booking.date), booking.officeName);
      }),
    leave: (date) =>
      void act(date, 'leave', nowhere, async () => {
        await api.leave(office.id, date);
        return words.saidLeftLine(dates.full(date), office.name);
      }),
    dismiss: (date) => set(date, quiet),
  };
}
