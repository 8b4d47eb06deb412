/** The end of a day's row: the buttons, or the sentence that says why there are none. */
import { Badge, Button, makeStyles, mergeClasses, Spinner, Text, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { CheckmarkRegular, VehicleCarRegular } from '@fluentui/react-icons';
import { useId } from 'react';
import type { Booking } from '../api/model';
import { useSession } from '../session';
import type { Doing } from '../useActions';
import type { Offer } from '../weeks';
import { PassLink } from './PassLink';

interface DayActionsProps {
  readonly date: string;
  readonly offer: Offer;
  readonly doing: Doing | null;
  onBook(parking: boolean): void;
  onCancel(booking: Booking): void;
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 679px)': { justifyContent: 'flex-start' },
  },
  why: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    textAlign: 'right',
    maxWidth: '340px',
    textWrap: 'balance',
    marginLeft: 'auto',
    '@media (max-width: 679px)': { textAlign: 'left', maxWidth: 'none', marginLeft: 0 },
  },
  under: { marginTop: tokens.spacingVerticalXS },
  book: {
    borderTopColor: tokens.colorBrandStroke1,
    borderRightColor: tokens.colorBrandStroke1,
    borderBottomColor: tokens.colorBrandStroke1,
    borderLeftColor: tokens.colorBrandStroke1,
    color: tokens.colorBrandForeground1,
  },
  strong: { color: tokens.colorNeutralForeground2 },
});

export function DayActions({ date, offer, doing, onBook, onCancel }: DayActionsProps) {
  const styles = useStyles();
  switch (offer.kind) {
    case 'refused':
      return (
        <Text size={200} className={styles.why}>
          {offer.refusal.detail}
        </Text>
      );
    case 'free':
      return <Free date={date} parking={offer.parking} doing={doing} onBook={onBook} />;
    case 'mine':
      return <Mine date={date} offer={offer} doing={doing} onCancel={onCancel} />;
  }
}

interface FreeProps extends Pick<DayActionsProps, 'date' | 'doing' | 'onBook'> {
  readonly parking: Extract<Offer, { kind: 'free' }>['parking'];
}

function Free({ date, parking, doing, onBook }: FreeProps) {
  const styles = useStyles();
  const { words, dates } = useSession();
  const restore = useRestoreFocusTarget();
  const why = useId();
  const refused = typeof parking === 'object';
  const day = dates.full(date);
  return (
    <>
      <div className={styles.line}>
        <Button
          {...restore}
          className={styles.book}
          aria-label={words.bookDay(day)}
          disabledFocusable={doing !== null}
          icon={doing === 'book' ? <Spinner size="tiny" /> : null}
          onClick={() => onBook(false)}
        >
          {words.book}
        </Button>
        {parking !== 'none' && (
          <Button
            {...restore}
            aria-label={words.bookDayParking(day)}
            aria-describedby={refused ? why : undefined}
            disabledFocusable={doing !== null || refused}
            icon={doing === 'bookParking' ? <Spinner size="tiny" /> : <VehicleCarRegular />}
            onClick={() => onBook(true)}
          >
            {words.bookParking}
          </Button>
        )}
      </div>
      {refused && (
        <Text id={why} size={200} className={mergeClasses(styles.why, styles.under)}>
          {parking.detail}
        </Text>
      )}
    </>
  );
}

interface MineProps extends Pick<DayActionsProps, 'date' | 'doing' | 'onCancel'> {
  readonly offer: Extract<Offer, { kind: 'mine' }>;
}

function Mine({ date, offer, doing, onCancel }: MineProps) {
  const styles = useStyles();
  const { words, dates } = useSession();
  const restore = useRestoreFocusTarget();
  const { booking, cancelRefusal } = offer;
  const day = dates.full(date);
  return (
    <>
      <div className={styles.line}>
        <Badge appearance="filled" size="large" icon={<CheckmarkRegular />}>
          {words.booked(booking.parking)}
        </Badge>
        <PassLink booking={booking} name={words.showPassDay(day)}>
          {words.showPass}
        </PassLink>
        {cancelRefusal === null && (
          <Button
            {...restore}
            appearance="subtle"
            aria-label={words.cancelDay(day)}
            disabledFocusable={doing !== null}
            icon={doing === 'cancel' ? <Spinner size="tiny" /> : null}
            onClick={() => onCancel(booking)}
          >
            {words.cancel}
          </Button>
        )}
      </div>
      {cancelRefusal !== null && (
        <Text size={200} className={mergeClasses(styles.why, styles.under, styles.strong)}>
          {cancelRefusal.detail}
        </Text>
      )}
    </>
  );
}
