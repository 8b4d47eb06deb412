/** What a click on a day leads to: the deed itself, or first a question or a form. */
import { useRef, useState } from 'react';
import type { Booking, Office, OfficeDay } from './api/model';
import { useSession } from './session';
import type { Actions, Terms } from './useActions';
import { asksFirst } from './weeks';

/** What the rows of the days ask for. */
export interface DayHandlers {
  book(day: OfficeDay, parking: boolean): void;
  cancel(booking: Booking): void;
  wait(day: OfficeDay): void;
  /** Wait for something else than one click does, or than until now. */
  waitHow(day: OfficeDay): void;
  leave(day: OfficeDay): void;
}

/** A yes or no. */
export type Asking =
  | { readonly about: 'today'; readonly date: string; readonly parking: boolean }
  | { readonly about: 'cancel'; readonly booking: Booking }
  | { readonly about: 'leave'; readonly date: string; readonly place: number };

/** A wish that needs more than a click. `isFinal`: what it books can't be given back by this person. */
export interface Wish {
  readonly about: 'book' | 'wait';
  readonly day: OfficeDay;
  readonly parking: boolean;
  readonly isToday: boolean;
  readonly isFinal: boolean;
}

export interface Questions {
  readonly handlers: DayHandlers;
  readonly asking: Asking | null;
  readonly wish: Wish | null;
  agree(asking: Asking): void;
  /** Ends with the sentence of a refusal, which the form shows; null closes it. */
  send(wish: Wish, terms: Terms): Promise<string | null>;
  close(): void;
}

export function useQuestions(office: Office, today: string, actions: Actions): Questions {
  const { me } = useSession();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [wish, setWish] = useState<Wish | null>(null);
  // By the time an answer comes, the form that sent the wish may have been closed, and another one opened.
  const open = useRef<Wish | null>(null);
  open.current = wish;
  const isFinal = (day: OfficeDay) => asksFirst(day.date, today, me, office.id);
  const plain = (parking: boolean): Terms => ({ parking, until: null, reason: '' });
  const wishFor = (about: Wish['about'], day: OfficeDay, parking: boolean) =>
    setWish({ about, day, parking, isToday: day.date === today, isFinal: isFinal(day) });
  const waitHow = (day: OfficeDay) => wishFor('wait', day, day.wait?.parking ?? !day.canWait);
  const handlers: DayHandlers = {
    book(day, parking) {
      if (me.needsReason) wishFor('book', day, parking);
      else if (isFinal(day)) setAsking({ about: 'today', date: day.date, parking });
      else void actions.book(day.date, plain(parking));
    },
    cancel: (booking) => setAsking({ about: 'cancel', booking }),
    wait(day) {
      if (me.needsReason || isFinal(day)) waitHow(day);
      else void actions.wait(day.date, plain(!day.canWait));
    },
    waitHow,
    leave: (day) => day.wait !== null && setAsking({ about: 'leave', date: day.date, place: day.wait.place }),
  };
  const close = () => {
    setAsking(null);
    setWish(null);
  };
  return {
    handlers,
    asking,
    wish,
    close,
    agree(agreed) {
      close();
      if (agreed.about === 'cancel') actions.cancel(agreed.booking);
      else if (agreed.about === 'leave') actions.leave(agreed.date);
      else void actions.book(agreed.date, plain(agreed.parking));
    },
    async send(sent, terms) {
      const act = sent.about === 'book' ? actions.book : actions.wait;
      const said = await act(sent.day.date, terms, () => open.current === sent);
      if (said === null && open.current === sent) setWish(null);
      return said;
    },
  };
}
