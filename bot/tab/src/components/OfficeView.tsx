/** One office: its name, and every week of its window. Keeps the days fresh and carries out what the rows ask for. */
import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { useCallback, useEffect } from 'react';
import type { Office } from '../api/model';
import { sentenceOf } from '../fault';
import { useSession } from '../session';
import { useActions } from '../useActions';
import { useFresh } from '../useFresh';
import { type Loaded, useLoaded } from '../useLoaded';
import { usePromotions } from '../usePromotions';
import { useQuestions } from '../useQuestions';
import { readOnlySentence } from '../weeks';
import { AskDialog } from './AskDialog';
import { Loading } from './Loading';
import { OfficeChooser } from './OfficeChooser';
import { Trouble } from './Trouble';
import { WeekSection } from './WeekSection';
import { WishDialog } from './WishDialog';

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
  const { announce, api, dates, host, reloadOffices, words } = useSession();
  const days = useLoaded(office.id, () => api.days(office.id));
  const reload = useCallback(() => Promise.all([days.reload(), reloadMine()]).then(() => undefined), [days.reload, reloadMine]);
  const actions = useActions(office, reload);

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

  const questions = useQuestions(office, today, actions);
  usePromotions(days.value, (date) => {
    // What a person does is announced by its own answer.
    if (actions.stateOf(date).doing === null) announce(words.saidPromoted(dates.full(date), office.name));
    void reloadMine();
  });
  const readOnly = days.value === null ? null : readOnlySentence(days.value);

  return (
    <div className={styles.view}>
      <OfficeChooser office={office} onChoose={onChoose} focusHeading={focusHeading} />
      {days.value !== null && days.fault !== null && <Stale days={days} />}
      {days.value === null && days.fault === null && <Loading whole={false} />}
      {days.value === null && days.fault !== null && (
        <Trouble fault={days.fault} onTryAgain={() => void days.reload()} {...(host.signIn ? { onSignIn: host.signIn } : {})} />
      )}
      {readOnly !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{readOnly}</MessageBarBody>
        </MessageBar>
      )}
      {days.value?.weeks.map((week) => (
        <WeekSection key={week.week} week={week} today={today} actions={actions} handlers={questions.handlers} />
      ))}
      <AskDialog asking={questions.asking} office={office} onAgree={questions.agree} onClose={questions.close} />
      <WishDialog wish={questions.wish} onSend={questions.send} onClose={questions.close} />
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
