/** The front door in a plain browser. */
import { Button, makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { asFault, sentenceOf } from '../fault';
import type { Door } from '../host';
import { useLanguage } from '../session';
import { Logo } from './Logo';

const useStyles = makeStyles({
  page: {
    minHeight: '100vh',
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalM,
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '400px',
    padding: '40px 32px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  title: { margin: 0 },
  button: { marginTop: tokens.spacingVerticalL },
  hint: { color: tokens.colorNeutralForeground3 },
});

export function SignIn({ door }: { readonly door: Door }) {
  const styles = useStyles();
  const { words } = useLanguage();
  const [leaving, setLeaving] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const leave = () => {
    setLeaving(true);
    door.signIn().catch((error: unknown) => {
      setLeaving(false);
      setSaid(sentenceOf(asFault(error), words));
    });
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo size={48} />
        <Title2 as="h1" className={styles.title}>
          {words.product}
        </Title2>
        <Text>{words.signInWelcome}</Text>
        <Button appearance="primary" size="large" className={styles.button} disabledFocusable={leaving} onClick={leave}>
          {words.signIn}
        </Button>
        <Text size={200} className={styles.hint}>
          {words.signInHint}
        </Text>
        <div role="alert">{said}</div>
      </div>
    </main>
  );
}
