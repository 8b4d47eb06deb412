/** What a week and a day mean to the person who looks at them. */
import type { Booking, Me, OfficeDay, OfficeDays, Refusal } from './api/model';
import { daysBetween, mondayOf } from './dates';

export function weeksAhead(monday: string, today: string): number {
  return Math.round(daysBetween(mondayOf(today), monday) / 7);
}

/** What the row of a day offers: exactly one of these. `why` is the sentence for what it does not offer. */
export type Offer =
  | { readonly kind: 'mine'; readonly booking: Booking; readonly canCancel: boolean; readonly why: string | null }
  | { readonly kind: 'refused'; readonly why: string | null }
  | { readonly kind: 'free'; readonly parking: boolean; readonly why: string | null };

export function offerOf(day: OfficeDay): Offer {
  // Said once above all days, not in each of them.
  const isSaid = isReadOnly(day);
  if (day.mine !== null) {
    const { cancelRefusal } = day.mine;
    return { kind: 'mine', booking: day.mine, canCancel: cancelRefusal === null, why: isSaid ? null : (cancelRefusal?.detail ?? null) };
  }
  // Whoever waits for a place knows that the office is full.
  if (day.refusal !== null) return { kind: 'refused', why: isSaid || (day.wait !== null && day.canWait) ? null : day.refusal.detail };
  const parking = day.parkingCapacity > 0 && day.parkingRefusal === null;
  return { kind: 'free', parking, why: day.parkingCapacity > 0 ? (day.parkingRefusal?.detail ?? null) : null };
}

/** Whether nothing can be changed in the whole house, as each day then says. */
export function isReadOnly(day: OfficeDay): boolean {
  return readOnlyRefusal(day) !== null;
}

/** The service's sentence about a house in which nothing can be changed; null while it can. */
export function readOnlySentence(days: OfficeDays): string | null {
  const [first] = days.weeks.flatMap((week) => week.days);
  return first === undefined ? null : (readOnlyRefusal(first)?.detail ?? null);
}

function readOnlyRefusal(day: OfficeDay): Refusal | null {
  const refusal = day.refusal ?? day.mine?.cancelRefusal ?? null;
  return refusal?.code === 'read_only' ? refusal : null;
}

/** The line a day offers: for a place, for one with parking, or for either. */
export type Line = 'place' | 'parking' | 'either';

export function lineOf(day: OfficeDay): Line | null {
  if (day.canWait) return day.canWaitForParking ? 'either' : 'place';
  return day.canWaitForParking ? 'parking' : null;
}

/** The days for which a person waited before and that are theirs now. */
export function promotedBetween(before: OfficeDays, now: OfficeDays): readonly string[] {
  const waited = new Set(before.weeks.flatMap((week) => week.days.filter((day) => day.wait !== null).map((day) => day.date)));
  return now.weeks.flatMap((week) => week.days.filter((day) => day.mine !== null && waited.has(day.date)).map((day) => day.date));
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
