/** Everything that can go wrong, as one kind of error with a plain sentence for the person. */
import type { Words } from './words';

export type FaultKind =
  /** No answer: no network, a time-out, or an answer cut off. */
  | 'offline'
  /** The service said no and told why. */
  | 'refused'
  /** The service failed. */
  | 'broken'
  /** The sign-in ended and could not be renewed. */
  | 'signedOut'
  /** Framed, but no trusted host answered in time. */
  | 'hostSilent'
  /** The organization has not allowed the application yet. */
  | 'consent'
  /** The person closed the sign-in. */
  | 'cancelled'
  /** The sign-in failed for another reason. */
  | 'denied';

export interface FaultFacts {
  /** The service's word for why, for programs. */
  readonly code?: string;
  readonly detail?: string;
  readonly status?: number;
  readonly reference?: string;
  readonly cause?: unknown;
}

export class Fault extends Error {
  readonly kind: FaultKind;
  readonly code: string | null;
  readonly detail: string | null;
  readonly status: number;
  readonly reference: string | null;

  constructor(kind: FaultKind, facts: FaultFacts = {}) {
    super(kind, { cause: facts.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.code = facts.code ?? null;
    this.detail = facts.detail ?? null;
    this.status = facts.status ?? 0;
    this.reference = facts.reference ?? null;
  }
}

export function asFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault('broken', { cause: error });
}

/** The service's own sentence wherever there is one; ours only where the service had no chance to speak. */
export function sentenceOf(fault: Fault, words: Words): string {
  const sentence = fault.detail ?? words.faults[fault.kind];
  return fault.kind === 'broken' && fault.reference !== null
    ? `${sentence} ${words.reference(fault.reference)}`
    : sentence;
}
