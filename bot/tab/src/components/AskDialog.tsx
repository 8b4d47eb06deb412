/** The two questions the tab ever asks: before booking today, and before cancelling. */
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
import type { Booking, Office } from '../api/model';
import { useSession } from '../session';

export type Asking =
  | { readonly about: 'today'; readonly date: string; readonly parking: boolean }
  | { readonly about: 'cancel'; readonly booking: Booking };

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
  const { booking } = asking;
  return {
    title: words.askCancelTitle(dates.full(booking.date)),
    content: words.askCancel(booking.officeName, booking.parking),
    yes: words.askCancelYes,
    no: words.keep,
  };
}
