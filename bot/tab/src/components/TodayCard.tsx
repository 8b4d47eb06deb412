/** I am expected somewhere today: where, and the way to the pass. */
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { Booking } from '../api/model';
import { useSession } from '../session';
import { PassLink } from './PassLink';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  title: { flex: '1 1 140px', margin: 0 },
});

export function TodayCard({ booking }: { readonly booking: Booking }) {
  const styles = useStyles();
  const { words, dates } = useSession();
  return (
    <section className={styles.card} aria-label={words.today}>
      <Subtitle2 as="h2" className={styles.title}>
        {words.todayCard(booking.officeName, booking.parking)}
      </Subtitle2>
      <PassLink booking={booking} appearance="primary" name={words.showPassDay(dates.full(booking.date))}>
        {words.showPass}
      </PassLink>
    </section>
  );
}
