/** The service's sentence about the last click, right under it. It has been spoken already, so it is not spoken again. */
import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useSession } from '../session';

const useStyles = makeStyles({ bar: { marginTop: tokens.spacingVerticalS } });

export function DaySaid({ text, onDismiss }: { readonly text: string; onDismiss(): void }) {
  const styles = useStyles();
  const { words } = useSession();
  return (
    <MessageBar intent="error" layout="multiline" className={styles.bar}>
      <MessageBarBody>{text}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button appearance="transparent" size="small" icon={<DismissRegular />} aria-label={words.dismiss} onClick={onDismiss} />
        }
      />
    </MessageBar>
  );
}
