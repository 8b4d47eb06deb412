/** A day of mine: that it is, the way to its pass, and giving it back. */
import { Badge, Button, Spinner, useRestoreFocusTarget } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons';
import type { Booking } from '../api/model';
import { useSession } from '../session';
import type { Doing } from '../useActions';
import type { Offer } from '../weeks';
import { useDayStyles } from './dayStyles';
import { PassLink } from './PassLink';

interface MineProps {
  readonly offer: Extract<Offer, { kind: 'mine' }>;
  readonly doing: Doing | null;
  onCancel(booking: Booking): void;
}

export function Mine({ offer, doing, onCancel }: MineProps) {
  const styles = useDayStyles();
  const { words, dates } = useSession();
  const restore = useRestoreFocusTarget();
  const { booking, canCancel } = offer;
  const day = dates.full(booking.date);
  return (
    <>
      <Badge appearance="filled" size="large" icon={<CheckmarkRegular />}>
        {words.booked(booking.parking)}
      </Badge>
      <div className={styles.pair}>
        <PassLink booking={booking} name={words.showPassDay(day)} className={styles.slim}>
          {words.showPass}
        </PassLink>
        {canCancel && (
          <Button
            {...restore}
            appearance="subtle"
            className={styles.slim}
            aria-label={words.cancelDay(day)}
            disabledFocusable={doing !== null}
            icon={doing === 'cancel' ? <Spinner size="tiny" /> : null}
            onClick={() => onCancel(booking)}
          >
            {words.cancel}
          </Button>
        )}
      </div>
    </>
  );
}
