/** When a request is sent again, how often, and how long to wait before. */
import { asFault, type Fault } from './fault';

export const MOST_RETRIES = 3;
const FIRST_PAUSE_MS = 400;

export interface Patience {
  pause(ms: number): Promise<void>;
  random(): number;
}

/** Only silence and failures of the service: a refusal stays a refusal however often it is asked for. */
export function isWorthRetrying(fault: Fault): boolean {
  return fault.kind === 'offline' || (fault.kind === 'broken' && fault.status >= 500);
}

/** Doubles each time; half of it is chance, so that many people cut off together don't come back together. */
export function pauseBefore(retry: number, random: () => number): number {
  const longest = FIRST_PAUSE_MS * 2 ** retry;
  return longest / 2 + (random() * longest) / 2;
}

export async function withRetries<T>(work: () => Promise<T>, patience: Patience, most = MOST_RETRIES): Promise<T> {
  for (let retry = 1; ; retry += 1) {
    try {
      return await work();
    } catch (error) {
      const fault = asFault(error);
      if (retry > most || !isWorthRetrying(fault)) throw fault;
      await patience.pause(pauseBefore(retry, patience.random));
    }
  }
}
