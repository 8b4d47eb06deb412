/** Books the day, alone or with a car place. */
import { Button, makeStyles, Spinner, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { VehicleCarRegular } from '@fluentui/react-icons';
import { useSession } from '../session';
import type { Doing } from '../useActions';

interface BookButtonsProps {
  readonly date: string;
  /** Whether a car place can be had, too. */
  readonly parking: boolean;
  readonly doing: Doing | null;
  onBook(parking: boolean): void;
}

const useStyles = makeStyles({
  book: {
    borderTopColor: tokens.colorBrandStroke1,
    borderRightColor: tokens.colorBrandStroke1,
    borderBottomColor: tokens.colorBrandStroke1,
    borderLeftColor: tokens.colorBrandStroke1,
    color: tokens.colorBrandForeground1,
  },
});

export function BookButtons({ date, parking, doing, onBook }: BookButtonsProps) {
  const styles = useStyles();
  const { words, dates } = useSession();
  const restore = useRestoreFocusTarget();
  const day = dates.full(date);
  return (
    <>
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
      {parking && (
        <Button
          {...restore}
          aria-label={words.bookDayParking(day)}
          disabledFocusable={doing !== null}
          icon={doing === 'bookParking' ? <Spinner size="tiny" /> : <VehicleCarRegular />}
          onClick={() => onBook(true)}
        >
          {words.bookParking}
        </Button>
      )}
    </>
  );
}
