/** The first page: my days on top, then the chosen office's weeks. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { Office } from '../api/model';
import { memoryIn, officeNamedIn, officeToShow } from '../chosenOffice';
import { useSession } from '../session';
import { useFresh } from '../useFresh';
import { useLoaded } from '../useLoaded';
import { myDays } from '../weeks';
import { Header } from './Header';
import { NextDays } from './NextDays';
import { NoOffices } from './NoOffices';
import { OfficeView } from './OfficeView';
import { TodayCard } from './TodayCard';

/** My days, my rights and the offices change seldom; the day's places are read far more often, where they are shown. */
const REFRESH_MS = 300_000;

const useStyles = makeStyles({
  main: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    boxSizing: 'border-box',
    maxWidth: '880px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalL} 64px`,
  },
});

export function Home({ focusHeading }: { readonly focusHeading: boolean }) {
  const styles = useStyles();
  const { api, me, offices, reloadMe, reloadOffices } = useSession();
  const memory = useMemo(() => memoryIn(window), []);
  const [chosen, setChosen] = useState(() => officeNamedIn(window) ?? memory.read());
  const bookings = useLoaded('mine', api.bookings);
  const office = officeToShow(offices, chosen, me.homeOffice);
  const mine = useMemo(() => myDays(bookings.value ?? []), [bookings.value]);
  useFresh(REFRESH_MS, () => {
    void bookings.reload();
    reloadOffices();
    reloadMe();
  });
  const choose = (next: Office) => {
    memory.write(next.id);
    setChosen(next.id);
  };
  return (
    <>
      <Header />
      <main className={styles.main}>
        {mine.today.map((booking) => (
          <TodayCard key={booking.id} booking={booking} />
        ))}
        <NextDays bookings={mine.next} />
        {office === undefined ? (
          <NoOffices />
        ) : (
          <OfficeView
            key={office.id}
            office={office}
            onChoose={choose}
            reloadMine={bookings.reload}
            focusHeading={focusHeading}
          />
        )}
      </main>
    </>
  );
}
