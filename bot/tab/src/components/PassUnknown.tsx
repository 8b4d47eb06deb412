/** An address that leads to no booking of mine. */
import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { useSession } from '../session';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, padding: '24px 0' },
  title: { margin: 0 },
});

export function PassUnknown() {
  const styles = useStyles();
  const { words } = useSession();
  return (
    <div className={styles.box}>
      <Subtitle1 as="h1" className={styles.title}>
        {words.passUnknownTitle}
      </Subtitle1>
      <Text>{words.passUnknown}</Text>
    </div>
  );
}
