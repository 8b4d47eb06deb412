/** There is nothing to book yet. */
import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { useSession } from '../session';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, padding: '48px 0' },
  title: { margin: 0 },
});

export function NoOffices() {
  const styles = useStyles();
  const { words } = useSession();
  return (
    <div className={styles.box}>
      <Subtitle1 as="h1" className={styles.title}>
        {words.noOfficesTitle}
      </Subtitle1>
      <Text>{words.noOffices}</Text>
    </div>
  );
}
