/** From nothing to a signed-in person: connects, and shows the sign-in, the trouble or the rooms. */
import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { Api } from '../api';
import { dateWordsFor, usableLocale } from '../dates';
import { asFault, type Fault } from '../fault';
import type { Connection, Host } from '../host';
import { LanguageContext } from '../session';
import { schemeOf, type ThemeName, themes } from '../theme';
import { type Words, wordsFor } from '../words';
import { Boundary } from './Boundary';
import { Loading } from './Loading';
import { Rooms } from './Rooms';
import { SignIn } from './SignIn';
import { Trouble } from './Trouble';

export interface AppParts {
  connect(): Promise<Connection>;
  apiFor(host: Host): Api;
  now(): Date;
  newAsk(): string;
  /** Loads the page anew. */
  reload(): void;
}

type State =
  | { readonly is: 'connecting' }
  | { readonly is: 'failed'; readonly fault: Fault }
  | { readonly is: 'connected'; readonly connection: Connection };

const useStyles = makeStyles({
  // Menus and dialogs get this class too, so nothing here may have a size or cover anything.
  provider: { '@media print': { backgroundColor: 'transparent' } },
  page: {
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    '@media print': { minHeight: 'auto', backgroundColor: 'transparent' },
  },
});

export function App({ connect, apiFor, now, newAsk, reload }: AppParts) {
  const styles = useStyles();
  const [attempt, setAttempt] = useState(1);
  const state = useConnection(connect, attempt);
  // teams-js asks its host only once in the life of a page, so a host that missed the question needs a new page.
  const tryAgain = state.is === 'failed' && state.fault.kind === 'hostSilent' ? reload : () => setAttempt(attempt + 1);
  const connection = state.is === 'connected' ? state.connection : null;
  const theme = useTheme(connection);
  const locale = usableLocale(connection?.locale ?? navigator.language);
  const language = useMemo(() => ({ words: wordsFor(locale), dates: dateWordsFor(locale) }), [locale]);
  usePageLook(theme, language.words);
  return (
    <FluentProvider theme={themes[theme]} className={styles.provider}>
      <LanguageContext.Provider value={language}>
        <div className={styles.page}>
          {state.is === 'connecting' && <Loading />}
          {state.is === 'failed' && <Trouble fault={state.fault} onTryAgain={tryAgain} whole />}
          {connection?.kind === 'signedOut' && <SignIn door={connection} />}
          {connection !== null && connection.kind !== 'signedOut' && (
            <Boundary onReload={reload}>
              <Rooms host={connection} apiFor={apiFor} now={now} newAsk={newAsk} />
            </Boundary>
          )}
        </div>
      </LanguageContext.Provider>
    </FluentProvider>
  );
}

function useConnection(connect: () => Promise<Connection>, attempt: number): State {
  const [state, setState] = useState<State & { attempt?: number }>({ is: 'connecting' });
  useEffect(() => {
    connect().then(
      (connection) => setState({ is: 'connected', connection, attempt }),
      (error: unknown) => setState({ is: 'failed', fault: asFault(error), attempt }),
    );
    // Connecting uses up what Entra sent in the address, so only a new attempt does it again.
    // `connect` itself never changes what it does.
  }, [attempt]);
  return state.attempt === attempt ? state : { is: 'connecting' };
}

/** What the browser itself draws follows along: scroll bars, the room beyond the page's end, and the voice of a screen reader. */
function usePageLook(theme: ThemeName, words: Words): void {
  useEffect(() => {
    const page = document.documentElement;
    page.style.colorScheme = schemeOf(theme);
    page.style.backgroundColor = themes[theme].colorNeutralBackground2;
    page.lang = words.language;
  }, [theme, words]);
}

function useTheme(connection: Connection | null): ThemeName {
  const [told, setTold] = useState<ThemeName | null>(null);
  useEffect(() => connection?.onTheme(setTold), [connection]);
  const guess = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'webDark' : 'webLight';
  return told ?? connection?.theme ?? guess;
}
