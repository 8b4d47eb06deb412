/** A small service that keeps the contract, answers as the real one does, and fails when it is told to. */
import type { Fetch } from '../api';
import type { Ask, Booking, Me, Office, OfficeDay, OfficeDays, Refusal, WaitAsk } from '../api/model';

export const TODAY = '2026-11-24';

export const person: Me = {
  id: 't.p1',
  name: 'Robin Fenwick',
  email: 'robin@contoso.example',
  role: 'person',
  adminOf: [],
  allowance: 3,
  needsReason: false,
  homeOffice: null,
  language: null,
  shareDays: false,
  reminders: true,
};

export const london: Office = {
  id: 'london',
  name: 'London',
  location: '12 Finsbury Square',
  zone: 'Europe/London',
  capacity: 10,
  parkingCapacity: 4,
  today: TODAY,
  openWeekdays: [1, 2, 3, 4, 5, 6, 7],
  specialDays: [],
  revision: 1,
};

export const auckland: Office = {
  ...london,
  id: 'auckland',
  name: 'Auckland',
  location: '40 Queen Street',
  zone: 'Pacific/Auckland',
  parkingCapacity: 0,
  today: '2026-11-25',
};

export function freeDay(date: string, facts: Partial<OfficeDay> = {}): OfficeDay {
  return {
    date,
    closed: false,
    closedNote: null,
    capacity: 10,
    taken: 3,
    left: 7,
    parkingCapacity: 4,
    parkingTaken: 2,
    parkingLeft: 2,
    mine: null,
    refusal: null,
    parkingRefusal: null,
    waiting: 0,
    wait: null,
    canWait: false,
    canWaitForParking: false,
    ...facts,
  };
}

/** A day that others hold, with a line of its own. */
export function fullDay(date: string, facts: Partial<OfficeDay> = {}): OfficeDay {
  const refusal: Refusal = { code: 'office_full', facts: {}, detail: 'London is full.' };
  return freeDay(date, { taken: 10, left: 0, refusal, canWait: true, canWaitForParking: true, ...facts });
}

export function bookingOf(office: Office, date: string, facts: Partial<Booking> = {}): Booking {
  const isToday = date === office.today;
  return {
    id: `${date}.${office.id}`,
    office: office.id,
    officeName: office.name,
    location: office.location,
    date,
    person: { id: person.id, name: person.name },
    parking: false,
    state: 'active',
    reason: null,
    madeAt: '2026-11-20T09:12:00Z',
    isToday,
    cancelRefusal: isToday
      ? { code: 'today_is_fixed', facts: {}, detail: "Today's booking can be cancelled only by an administrator." }
      : null,
    ...facts,
  };
}

export function problem(status: number, detail: string, code = 'no'): Response {
  const body = { type: 'about:blank', title: code, status, code, detail, facts: {}, reference: 'R-1' };
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });
}

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** Either an answer instead of the real one, perhaps a late one, or `lost`: the work is done, but its answer never arrives. */
export type Mishap = Response | Promise<Response> | 'lost' | 'dropped';

export class FakeService {
  me: Me = person;
  offices: Office[] = [london, auckland];
  days: OfficeDay[] = [freeDay(TODAY), freeDay('2026-11-25'), freeDay('2026-11-26'), freeDay('2026-11-30')];
  bookings: Booking[] = [];
  readonly asks: Ask[] = [];
  readonly waits: WaitAsk[] = [];
  readonly calls: string[] = [];
  readonly tokens: string[] = [];
  /** For the next requests that change something, in order. */
  readonly mishaps: Mishap[] = [];
  down = false;
  badTokens = new Set<string>();

  readonly fetch: Fetch = (url, init) => {
    const call = `${init.method ?? 'GET'} ${url}`;
    this.calls.push(call);
    this.tokens.push(new Headers(init.headers).get('Authorization') ?? '');
    if (this.down) return Promise.reject(new TypeError('Failed to fetch'));
    if (this.badTokens.has(this.tokens.at(-1) ?? '')) return Promise.resolve(problem(401, 'Sign in.'));
    if (init.method === 'GET') return Promise.resolve(this.read(url));
    const mishap = this.mishaps.shift();
    if (mishap instanceof Response || mishap instanceof Promise) return Promise.resolve(mishap);
    if (mishap === 'dropped') return Promise.reject(new TypeError('Failed to fetch'));
    const done = this.change(url, init.method, init.body);
    return mishap === 'lost' ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(done);
  };

  count(method: string): number {
    return this.calls.filter((call) => call.startsWith(method)).length;
  }

  private read(url: string): Response {
    const { pathname } = new URL(url, 'https://booker.contoso.example');
    if (pathname === '/api/me') return answer(this.me);
    if (pathname === '/api/offices') return answer({ offices: this.offices, next: null });
    if (pathname === '/api/bookings') return answer({ bookings: this.bookings.filter(isActive), next: null });
    if (pathname.startsWith('/api/bookings/')) {
      const found = this.bookings.find((booking) => booking.id === decodeURIComponent(pathname.slice('/api/bookings/'.length)));
      return found === undefined ? problem(404, 'There is no such booking.') : answer(found);
    }
    const office = this.offices.find((one) => one.id === pathname.split('/')[3]);
    return office === undefined ? problem(404, 'There is no such office.') : answer(this.daysOf(office));
  }

  private daysOf(office: Office): OfficeDays {
    const mine = (date: string) => this.bookings.find((one) => isActive(one) && one.office === office.id && one.date === date) ?? null;
    const days = this.days.map((day) => ({ ...day, mine: mine(day.date) ?? day.mine }));
    const week = (name: string, monday: string, from: string, to: string) => ({
      week: name,
      monday,
      allowance: 3,
      used: 1,
      left: 2,
      days: days.filter((day) => day.date >= from && day.date < to),
    });
    const weeks = [week('2026-W48', '2026-11-23', '2026-11-23', '2026-11-30'), week('2026-W49', '2026-11-30', '2026-11-30', '2026-12-07')];
    return { office, today: office.today, weeks };
  }

  private change(url: string, method: string | undefined, body: unknown): Response {
    const [, date] = /\/days\/([^/]+)\/waiting$/.exec(url) ?? [];
    if (date !== undefined) return method === 'POST' ? this.join(date, JSON.parse(String(body)) as WaitAsk) : this.leave(date);
    return method === 'POST' ? this.book(JSON.parse(String(body)) as Ask) : this.cancel(url);
  }

  private join(date: string, ask: WaitAsk): Response {
    this.waits.push(ask);
    const { parking, until, reason } = ask;
    const place = this.days.find((day) => day.date === date)?.wait?.place ?? (this.days.find((day) => day.date === date)?.waiting ?? 0) + 1;
    this.edit(date, (day) => ({ wait: { place, parking, until, reason: reason || null }, waiting: Math.max(place, day.waiting) }));
    return answer({ place, parking, until, booking: null }, 201);
  }

  private leave(date: string): Response {
    this.edit(date, (day) => ({ wait: null, waiting: day.waiting - 1 }));
    return new Response(null, { status: 204 });
  }

  private edit(date: string, change: (day: OfficeDay) => Partial<OfficeDay>): void {
    this.days = this.days.map((day) => (day.date === date ? { ...day, ...change(day) } : day));
  }

  private book(ask: Ask): Response {
    const before = this.asks.some((one) => one.ask === ask.ask);
    this.asks.push(ask);
    const office = this.offices.find((one) => one.id === ask.office) ?? london;
    const booking = bookingOf(office, ask.date, { parking: ask.parking, reason: ask.reason || null });
    if (!before) this.bookings.push(booking);
    return answer(booking, before ? 200 : 201);
  }

  private cancel(url: string): Response {
    const id = decodeURIComponent(url.slice('/api/bookings/'.length));
    this.bookings = this.bookings.map((one) => (one.id === id ? { ...one, state: 'cancelled' } : one));
    return new Response(null, { status: 204 });
  }
}

function isActive(booking: Booking): boolean {
  return booking.state === 'active';
}
