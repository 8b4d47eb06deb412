/** The slim bar on top: the product, and who I am. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useSession } from '../session';
import { Logo } from './Logo';

const useStyles = makeStyles({
  bar: {
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media print': { display: 'none' },
  },
  inner: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    boxSizing: 'border-box',
    maxWidth: '880px',
    minHeight: '44px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  product: { whiteSpace: 'nowrap' },
  me: {
    marginLeft: 'auto',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground2,
  },
  out: { flexShrink: 0, marginRight: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

export function Header() {
  const styles = useStyles();
  const { host, me, words } = useSession();
  return (
    <header className={styles.bar}>
      <div className={styles.inner}>
        <Logo size={20} />
        <Text size={200} weight="semibold" className={styles.product}>
          {words.product}
        </Text>
        <Text size={200} className={styles.me} title={words.signedInAs(me.name)}>
          {me.name}
        </Text>
        {host.signOut && (
          <Button appearance="subtle" size="small" className={styles.out} onClick={() => void host.signOut?.()}>
            {words.signOut}
          </Button>
        )}
      </div>
    </header>
  );
}
