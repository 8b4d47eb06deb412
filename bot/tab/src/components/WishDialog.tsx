/** Around the form of a wish; keeps a reason that was typed, so that closing by accident costs nothing. */
import { Dialog, DialogSurface, makeStyles } from '@fluentui/react-components';
import { useRef } from 'react';
import type { Terms } from '../useActions';
import type { Wish } from '../useQuestions';
import { WishForm } from './WishForm';

interface WishDialogProps {
  readonly wish: Wish | null;
  onSend(wish: Wish, terms: Terms): Promise<string | null>;
  onClose(): void;
}

const useStyles = makeStyles({ surface: { maxWidth: '480px' } });

export function WishDialog({ wish, onSend, onClose }: WishDialogProps) {
  const styles = useStyles();
  // The words stay while the dialog fades away.
  const shown = useRef<Wish | null>(null);
  shown.current = wish ?? shown.current;
  const draft = useRef({ date: '', reason: '' });
  const send = async (sent: Wish, terms: Terms) => {
    const said = await onSend(sent, terms);
    if (said === null) draft.current = { date: '', reason: '' };
    return said;
  };
  const current = shown.current;
  return (
    <Dialog
      open={wish !== null}
      modalType="modal"
      // A click beside it is often a slip; whoever typed a text must not lose it so.
      onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && onClose()}
    >
      <DialogSurface className={styles.surface}>
        {current !== null && (
          <WishForm
            key={`${current.about} ${current.day.date} ${current.parking}`}
            wish={current}
            reason={draft.current.date === current.day.date ? draft.current.reason : (current.day.wait?.reason ?? '')}
            onReason={(reason) => (draft.current = { date: current.day.date, reason })}
            onSend={(terms) => send(current, terms)}
            onClose={onClose}
          />
        )}
      </DialogSurface>
    </Dialog>
  );
}
