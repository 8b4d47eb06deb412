/** My coming days in all offices, in one line of small links to their passes. */
import { Caption1Strong, makeStyles, Text, tokens } from '@fluentui/react-components';
import { VehicleCarRegular } from '@fluentui/react-icons';
import type { Booking } from '../api/model';
import { useSession } from '../session';
import { PassLink } from './PassLink';

const MOST = 6;

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  title: { margin: 0, color: tokens.colorNeutralForeground3, marginRight: tokens.spacingHorizontalXS },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  day: { borderRadius: tokens.borderRadiusCircular, fontWeight: tokens.fontWeightRegular },
  car: { marginLeft: tokens.spacingHorizontalXS },
});

export function NextDays({ bookings }: { readonly bookings: readonly Booking[] }) {
  const styles = useStyles();
  const { words, dates } = useSession();
  if (bookings.length === 0) return null;
  return (
    <section className={styles.line} aria-label={words.yourNextDays}>
      <Caption1Strong as="h2" className={styles.title}>
        {words.yourNextDays}
      </Caption1Strong>
      <ul className={styles.list}>
        {bookings.slice(0, MOST).map((booking) => {
          const text = words.nextDay(dates.short(booking.date), booking.officeName);
          return (
            <li key={booking.id}>
              <PassLink booking={booking} size="small" className={styles.day} name={words.showPassOf(text, booking.parking)}>
                {text}
                {booking.parking && <VehicleCarRegular className={styles.car} aria-hidden />}
              </PassLink>
            </li>
          );
        })}
        {bookings.length > MOST && (
          <li>
            <Text size={200}>{words.more(bookings.length - MOST)}</Text>
          </li>
        )}
      </ul>
    </section>
  );
}
