/** The only file that knows `fetch`. */
import type { Ask, Booking, BookingPage, Config, Me, Office, OfficeDays, OfficePage, Problem, WaitAsk, Waiting } from './api/model';
import { Fault } from './fault';
import { type Patience, withRetries } from './retry';

const ANSWER_WITHIN_MS = 15_000;
const MOST_PAGES = 20;
const PAGE = 100;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Api {
  me(): Promise<Me>;
  offices(): Promise<readonly Office[]>;
  days(office: string): Promise<OfficeDays>;
  /** Mine, active, from today on. */
  bookings(): Promise<readonly Booking[]>;
  booking(id: string): Promise<Booking>;
  book(ask: Ask): Promise<Booking>;
  cancel(id: string): Promise<void>;
  /** Stand in line for a day, or wait for something else at the same place. */
  join(office: string, date: string, ask: WaitAsk): Promise<Waiting>;
  leave(office: string, date: string): Promise<void>;
}

export interface ApiParts extends Patience {
  readonly fetch: Fetch;
  /** `fresh` asks for a new token, after the service has refused the one at hand. */
  token(fresh?: boolean): Promise<string>;
}

export function readConfig(fetch: Fetch): Promise<Config> {
  return send(fetch, '/api/config', { method: 'GET' }).then((answer) => bodyOf<Config>(answer));
}

export function makeApi(parts: ApiParts): Api {
  const read = <T>(path: string) => withRetries(() => call(parts, path, { method: 'GET' }).then((a) => bodyOf<T>(a)), parts, 1);
  const post = <T>(path: string, ask: object) =>
    withRetries(async () => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(ask) };
      return bodyOf<T>(await call(parts, path, init));
    }, parts);
  const remove = (path: string) =>
    withRetries(async () => {
      await call(parts, path, { method: 'DELETE' });
    }, parts);
  return {
    me: () => read<Me>('/api/me'),
    offices: () => allPages<OfficePage, Office>(read, '/api/offices', (page) => page.offices),
    days: (office) => read<OfficeDays>(`/api/offices/${encodeURIComponent(office)}/days`),
    bookings: () => allPages<BookingPage, Booking>(read, '/api/bookings', (page) => page.bookings),
    booking: (id) => read<Booking>(`/api/bookings/${encodeURIComponent(id)}`),
    // The same ask goes out on every retry: however often it arrives, it books once.
    book: (ask) => post<Booking>('/api/bookings', ask),
    cancel: (id) => remove(`/api/bookings/${encodeURIComponent(id)}`),
    join: (office, date, ask) => post<Waiting>(linePath(office, date), ask),
    leave: (office, date) => remove(linePath(office, date)),
  };
}

function linePath(office: string, date: string): string {
  return `/api/offices/${encodeURIComponent(office)}/days/${encodeURIComponent(date)}/waiting`;
}

async function allPages<Page extends { next: string | null }, T>(
  read: <P>(path: string) => Promise<P>,
  path: string,
  rowsOf: (page: Page) => readonly T[],
): Promise<readonly T[]> {
  const rows: T[] = [];
  let next: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === null ? {} : { next }) });
    const answer: Page = await read<Page>(`${path}?${query}`);
    rows.push(...rowsOf(answer));
    next = answer.next;
    if (next === null) break;
  }
  return rows;
}

/** One request with a token; a refused token is replaced once. */
async function call(parts: ApiParts, path: string, init: RequestInit): Promise<Response> {
  const withToken = (token: string): RequestInit => ({
    ...init,
    headers: { ...init.headers, Authorization: `Bearer ${token}` },
  });
  try {
    return await send(parts.fetch, path, withToken(await parts.token()));
  } catch (error) {
    if (!(error instanceof Fault) || error.status !== 401) throw error;
    return await send(parts.fetch, path, withToken(await parts.token(true)));
  }
}

async function send(fetch: Fetch, path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  } catch (cause) {
    throw new Fault('offline', { cause });
  }
  if (!answer.ok) throw await faultOf(answer);
  return answer;
}

async function bodyOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (cause) {
    throw new Fault('offline', { cause });
  }
}

async function faultOf(answer: Response): Promise<Fault> {
  const problem = await problemOf(answer);
  const facts = {
    status: answer.status,
    ...(typeof problem.code === 'string' ? { code: problem.code } : {}),
    ...(typeof problem.detail === 'string' && problem.detail !== '' ? { detail: problem.detail } : {}),
    ...(typeof problem.reference === 'string' ? { reference: problem.reference } : {}),
  };
  if (answer.status === 401) return new Fault('signedOut', { status: 401 });
  return new Fault(answer.status >= 500 ? 'broken' : 'refused', facts);
}

/** A gateway in between may answer in HTML; then there is simply nothing more to say. */
async function problemOf(answer: Response): Promise<Partial<Problem>> {
  try {
    return (await answer.json()) as Partial<Problem>;
  } catch {
    return {};
  }
}
