/**
 * Days are plain strings, `YYYY-MM-DD`, and stay so. Where the platform insists on a `Date`, it is made at midnight UTC and
 * formatted in UTC: `new Date('2026-11-25')` shown in local time is the 24th west of Greenwich.
 */
const DAY_MS = 86_400_000;

function atUtc(day: string): Date {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year ?? NaN, (month ?? NaN) - 1, date ?? NaN));
}

function fromUtc(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export function addDays(day: string, count: number): string {
  return fromUtc(new Date(atUtc(day).getTime() + count * DAY_MS));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((atUtc(to).getTime() - atUtc(from).getTime()) / DAY_MS);
}

export function mondayOf(day: string): string {
  const weekday = (atUtc(day).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The date on the person's own wall, which may differ from the office's. */
export function dateHere(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export interface DateWords {
  /** Wednesday */
  weekday(day: string): string;
  /** 25 November */
  dayAndMonth(day: string): string;
  /** Wednesday 25 November */
  full(day: string): string;
  /** 25 November 2026 */
  withYear(day: string): string;
  /** Wed 25 Nov */
  short(day: string): string;
  /** 23 – 29 Nov */
  week(monday: string): string;
  /** 18:00, of a time of day that is written so */
  clock(time: string): string;
  /** 14:05, of an instant on the person's own clock */
  time(instant: Date): string;
}

/** Hosts spell their languages in their own ways, and the platform throws at one that it can't read. */
export function usableLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

export function dateWordsFor(locale: string): DateWords {
  const inUtc = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const weekday = inUtc({ weekday: 'long' });
  const dayAndMonth = inUtc({ day: 'numeric', month: 'long' });
  const full = inUtc({ weekday: 'long', day: 'numeric', month: 'long' });
  const withYear = inUtc({ day: 'numeric', month: 'long', year: 'numeric' });
  const short = inUtc({ weekday: 'short', day: 'numeric', month: 'short' });
  const range = inUtc({ day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const clock = inUtc({ hour: 'numeric', minute: '2-digit' });
  return {
    weekday: (day) => weekday.format(atUtc(day)),
    dayAndMonth: (day) => dayAndMonth.format(atUtc(day)),
    full: (day) => full.format(atUtc(day)),
    withYear: (day) => withYear.format(atUtc(day)),
    short: (day) => short.format(atUtc(day)),
    week: (monday) => range.formatRange(atUtc(monday), atUtc(addDays(monday, 6))),
    clock: (time) => clock.format(new Date(`1970-01-01T${time}:00Z`)),
    time: (instant) => time.format(instant),
  };
}
