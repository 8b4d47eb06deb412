/** One office: its name, and every week of its window. Keeps the days fresh and carries out what the rows ask for. */
import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { Booking, Office, OfficeDay } from '../api/model';
import { sentenceOf } from '../fault';
import { useSession } from '../session';
import { useActions } from '../useActions';
import { useFresh } from '../useFresh';
import { type Loaded, useLoaded } from '../useLoaded';
import { asksFirst } from '../weeks';
import { type Asking, AskDialog } from './AskDialog';
import { Loading } from './Loading';
import { OfficeChooser } from './OfficeChooser';
import { Trouble } from './Trouble';
import { WeekSection } from './WeekSection';

const REFRESH_MS = 30_000;

interface OfficeViewProps {
  readonly office: Office;
  onChoose(office: Office): void;
  reloadMine(): Promise<void>;
  readonly focusHeading: boolean;
}

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, minWidth: 0 },
  // The part of the page that is looked at may be far below.
  stale: { position: 'sticky', top: tokens.spacingVerticalS, zIndex: 1 },
});

export function OfficeView({ office, onChoose, reloadMine, focusHeading }: OfficeViewProps) {
  const styles = useStyles();
  const { api, host, me, reloadOffices } = useSession();
  const days = useLoaded(office.id, () => api.days(office.id));
  const reload = useCallback(() => Promise.all([days.reload(), reloadMine()]).then(() => undefined), [days.reload, reloadMine]);
  const actions = useActions(office, reload);
  const [asking, setAsking] = useState<Asking | null>(null);

  useFresh(REFRESH_MS, () => void days.reload());
  // The office has been removed since: the list without it leads to another one.
  const gone = days.fault?.status === 404;
  useEffect(() => {
    if (gone) reloadOffices();
  }, [gone, reloadOffices]);
  // A day has begun there: the cards on top and the list of offices have to notice too.
  const today = days.value?.today ?? office.today;
  useEffect(() => {
    if (today === office.today) return;
    reloadOffices();
    void reloadMine();
  }, [today, office.today, reloadOffices, reloadMine]);

  const book = (day: OfficeDay, parking: boolean) => {
    if (asksFirst(day.date, today, me, office.id)) setAsking({ about: 'today', date: day.date, parking });
    else actions.book(day.date, parking);
  };
  const cancel = (booking: Booking) => setAsking({ about: 'cancel', booking });
  const agree = (agreed: Asking) => {
    setAsking(null);
    if (agreed.about === 'cancel') actions.cancel(agreed.booking);
    else actions.book(agreed.date, agreed.parking);
  };

  return (
    <div className={styles.view}>
      <OfficeChooser office={office} onChoose={onChoose} focusHeading={focusHeading} />
      {days.value !== null && days.fault !== null && <Stale days={days} />}
      {days.value === null && days.fault === null && <Loading whole={false} />}
      {days.value === null && days.fault !== null && (
        <Trouble fault={days.fault} onTryAgain={() => void days.reload()} {...(host.signIn ? { onSignIn: host.signIn } : {})} />
      )}
      {days.value?.weeks.map((week) => (
        <WeekSection key={week.week} week={week} today={today} actions={actions} onBook={book} onCancel={cancel} />
      ))}
      <AskDialog asking={asking} office={office} onAgree={agree} onClose={() => setAsking(null)} />
    </div>
  );
}

/** What is shown is old, and why. */
function Stale({ days }: { readonly days: Loaded<unknown> }) {
  const styles = useStyles();
  const { dates, host, words } = useSession();
  if (days.fault === null || days.at === null) return null;
  const { signIn } = host;
  const signedOut = days.fault.kind === 'signedOut' && signIn !== undefined;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.stale}>
      <MessageBarBody>
        {sentenceOf(days.fault, words)} {words.staleSince(dates.time(days.at))}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void (signedOut ? signIn().catch(() => days.reload()) : days.reload())}>
          {signedOut ? words.signInAgain : words.tryAgain}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
