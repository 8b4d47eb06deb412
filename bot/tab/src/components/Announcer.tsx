/** Speaks to screen readers; nothing of it can be seen. */
import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  unseen: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** The same sentence twice in a row is spoken twice, because each turn is an element of its own. */
export function Announcer({ text, turn }: { readonly text: string; readonly turn: number }) {
  const styles = useStyles();
  return (
    <div role="status" aria-live="polite" className={styles.unseen}>
      <span key={turn}>{text}</span>
    </div>
  );
}
