/** The questions the tab asks: before booking today, before cancelling, and before leaving a line. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useRef } from 'react';
import type { Office } from '../api/model';
import { useSession } from '../session';
import type { Asking } from '../useQuestions';

interface AskDialogProps {
  readonly asking: Asking | null;
  readonly office: Office;
  onAgree(asking: Asking): void;
  onClose(): void;
}

const useStyles = makeStyles({
  surface: { maxWidth: '440px' },
  button: { whiteSpace: 'nowrap' },
});

export function AskDialog({ asking, office, onAgree, onClose }: AskDialogProps) {
  const styles = useStyles();
  // The words stay while the dialog fades away.
  const shown = useRef<Asking | null>(null);
  shown.current = asking ?? shown.current;
  const text = useTextOf(shown.current, office);
  return (
    <Dialog open={asking !== null} modalType="modal" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{text?.title}</DialogTitle>
          <DialogContent>{text?.content}</DialogContent>
          <DialogActions>
            <Button appearance="primary" className={styles.button} onClick={() => asking !== null && onAgree(asking)}>
              {text?.yes}
            </Button>
            <Button className={styles.button} onClick={onClose}>{text?.no}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function useTextOf(asking: Asking | null, office: Office) {
  const { dates, words } = useSession();
  if (asking === null) return null;
  if (asking.about === 'today') {
    return {
      title: words.askTodayTitle(office.name),
      content: words.askToday,
      yes: words.askTodayYes(asking.parking),
      no: words.notNow,
    };
  }
  if (asking.about === 'leave') {
    return {
      title: words.askLeaveTitle(dates.full(asking.date)),
      content: words.askLeave(asking.place),
      yes: words.askLeaveYes,
      no: words.stay,
    };
  }
  const { booking } = asking;
  return {
    title: words.askCancelTitle(dates.full(booking.date)),
    content: words.askCancel(booking.officeName, booking.parking),
    yes: words.askCancelYes,
    no: words.keep,
  };
}
