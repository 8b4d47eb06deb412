/** The page around one pass: the way back, and printing. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular, PrintRegular } from '@fluentui/react-icons';
import { useSession } from '../session';
import { useFresh } from '../useFresh';
import { useLoaded } from '../useLoaded';
import { Header } from './Header';
import { Loading } from './Loading';
import { Pass } from './Pass';
import { PassUnknown } from './PassUnknown';
import { Trouble } from './Trouble';

const REFRESH_MS = 60_000;

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    maxWidth: '480px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} 64px`,
  },
  ways: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    '@media print': { display: 'none' },
  },
  back: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
});

export function PassView({ id, focusHeading }: { readonly id: string; readonly focusHeading: boolean }) {
  const styles = useStyles();
  const { api, go, host, words } = useSession();
  const { value, fault, reload } = useLoaded(id, () => api.booking(id));
  useFresh(REFRESH_MS, () => void reload());
  const unknown = fault?.status === 404 || fault?.status === 403;
  const signIn = host.signIn ? { onSignIn: host.signIn } : {};
  return (
    <>
      <Header />
      <main className={styles.page}>
        <div className={styles.ways}>
          <Button appearance="subtle" icon={<ArrowLeftRegular />} className={styles.back} onClick={() => go('/')}>
            {words.back}
          </Button>
          {value !== null && !unknown && (
            <Button icon={<PrintRegular />} onClick={() => window.print()}>
              {words.print}
            </Button>
          )}
        </div>
        {unknown && <PassUnknown />}
        {value === null && fault === null && <Loading rows={4} whole={false} />}
        {value === null && fault !== null && !unknown && <Trouble fault={fault} onTryAgain={() => void reload()} {...signIn} />}
        {value !== null && !unknown && <Pass booking={value} focusHeading={focusHeading} />}
      </main>
    </>
  );
}
