/** What a week and a day mean to the person who looks at them. */
import type { Booking, Me, OfficeDay, Refusal } from './api/model';
import { daysBetween, mondayOf } from './dates';

export function weeksAhead(monday: string, today: string): number {
  return Math.round(daysBetween(mondayOf(today), monday) / 7);
}

/** What the row of a day offers: exactly one of these. */
export type Offer =
  | { readonly kind: 'mine'; readonly booking: Booking; readonly cancelRefusal: Refusal | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'free'; readonly parking: 'none' | 'free' | Refusal };

export function offerOf(day: OfficeDay): Offer {
  if (day.mine !== null) return { kind: 'mine', booking: day.mine, cancelRefusal: day.mine.cancelRefusal };
  if (day.refusal !== null) return { kind: 'refused', refusal: day.refusal };
  if (day.parkingRefusal !== null && day.parkingCapacity > 0) return { kind: 'free', parking: day.parkingRefusal };
  return { kind: 'free', parking: day.parkingCapacity > 0 ? 'free' : 'none' };
}

/** Only what can't be undone is asked about: a person can't cancel today's booking, an administrator of the office can. */
export function asksFirst(date: string, today: string, me: Me, office: string): boolean {
  const canUndo = me.role === 'systemAdmin' || (me.role === 'officeAdmin' && me.adminOf.includes(office));
  return date === today && !canUndo;
}

export interface MyDays {
  readonly today: readonly Booking[];
  readonly next: readonly Booking[];
}

/** `isToday` is the service's word: only there is it known which day it is at an office far away. */
export function myDays(bookings: readonly Booking[]): MyDays {
  const active = bookings
    .filter((booking) => booking.state === 'active')
    .sort((one, other) => one.date.localeCompare(other.date) || one.officeName.localeCompare(other.officeName));
  return { today: active.filter((booking) => booking.isToday), next: active.filter((booking) => !booking.isToday) };
}

export type PassState = 'valid' | 'later' | 'over' | 'cancelled';

/** `here` is the person's own date: near enough to tell a day to come from one that is over. */
export function passStateOf(booking: Booking, here: string): PassState {
  if (booking.state === 'cancelled') return 'cancelled';
  if (booking.isToday) return 'valid';
  return booking.date >= here ? 'later' : 'over';
}

/** Share of places still left, 0 to 1; a day over capacity (after an office has shrunk) is simply full. */
export function shareLeft(left: number, of: number): number {
  return of <= 0 ? 0 : Math.min(1, Math.max(0, left / of));
}
