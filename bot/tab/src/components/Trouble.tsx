/** Something failed and there is nothing else to show: what, and the way on. */
import { Button, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { type Fault, sentenceOf } from '../fault';
import { useLanguage } from '../session';

interface TroubleProps {
  readonly fault: Fault;
  onTryAgain(): void;
  readonly onSignIn?: () => Promise<void>;
  /** The whole page, with a landmark of its own. */
  readonly whole?: boolean;
}

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    maxWidth: '480px',
    margin: '0 auto',
    padding: '64px 24px',
  },
  title: { margin: 0 },
  ways: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, marginTop: tokens.spacingVerticalS },
});

export function Trouble({ fault, onTryAgain, onSignIn, whole = false }: TroubleProps) {
  const styles = useStyles();
  const { words } = useLanguage();
  const Landmark = whole ? 'main' : 'div';
  const heading = whole ? 'h1' : 'h2';
  const signIn = fault.kind === 'signedOut' ? onSignIn : undefined;
  return (
    <Landmark className={styles.box}>
      <Subtitle1 as={heading} className={styles.title}>
        {fault.kind === 'hostSilent' ? words.hostTitle : words.troubleTitle}
      </Subtitle1>
      <Text role="alert">{sentenceOf(fault, words)}</Text>
      <div className={styles.ways}>
        {signIn ? (
          <Button appearance="primary" onClick={() => void signIn().catch(onTryAgain)}>
            {words.signInAgain}
          </Button>
        ) : (
          <Button appearance="primary" onClick={onTryAgain}>
            {words.tryAgain}
          </Button>
        )}
        {fault.kind === 'hostSilent' && (
          <Button as="a" href={window.location.pathname} target="_blank" rel="noopener">
            {words.openInBrowser}
          </Button>
        )}
      </div>
    </Landmark>
  );
}
