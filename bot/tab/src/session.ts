/** What every view needs, handed down once. */
import { createContext, useContext } from 'react';
import type { Api } from './api';
import type { Me, Office } from './api/model';
import type { DateWords } from './dates';
import type { Host } from './host';
import type { Words } from './words';

export interface Language {
  readonly words: Words;
  readonly dates: DateWords;
}

export interface Session extends Language {
  readonly host: Host;
  readonly api: Api;
  readonly me: Me;
  readonly offices: readonly Office[];
  reloadOffices(): void;
  reloadMe(): void;
  now(): Date;
  newAsk(): string;
  /** Says a sentence to people who can't see what changed. */
  announce(text: string): void;
  go(path: string): void;
}

export const LanguageContext = createContext<Language | null>(null);
export const SessionContext = createContext<Session | null>(null);

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === null) throw new Error('No language around this component.');
  return language;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('No session around this component.');
  return session;
}
