/** The end of a day's row: what I have or can do there, and the sentence that says why not more. */
import { mergeClasses, Text } from '@fluentui/react-components';
import { useId } from 'react';
import type { OfficeDay } from '../api/model';
import { useSession } from '../session';
import type { Doing } from '../useActions';
import type { DayHandlers } from '../useQuestions';
import { isReadOnly, offerOf } from '../weeks';
import { BookButtons } from './BookButtons';
import { useDayStyles } from './dayStyles';
import { InLine } from './InLine';
import { Mine } from './Mine';
import { WaitButtons } from './WaitButtons';

interface DayActionsProps {
  readonly day: OfficeDay;
  readonly doing: Doing | null;
  readonly handlers: DayHandlers;
}

export function DayActions({ day, doing, handlers }: DayActionsProps) {
  const styles = useDayStyles();
  const { words } = useSession();
  const whyId = useId();
  const offer = offerOf(day);
  // The service says first that nothing can be changed, so that the day is closed has to be said here.
  const why = offer.why ?? (isReadOnly(day) && day.closed && offer.kind !== 'mine' ? words.closed(day.closedNote) : null);
  const { wait } = day;
  return (
    <>
      <div className={styles.line}>
        {offer.kind === 'mine' && <Mine offer={offer} doing={doing} onCancel={handlers.cancel} />}
        {offer.kind === 'free' && (
          <BookButtons date={day.date} parking={offer.parking} doing={doing} onBook={(parking) => handlers.book(day, parking)} />
        )}
        {wait === null && <WaitButtons day={day} doing={doing} handlers={handlers} {...(why === null ? {} : { whyId })} />}
      </div>
      {why !== null && (
        <Text id={whyId} size={200} className={mergeClasses(styles.why, offer.kind === 'mine' && styles.strong)}>
          {why}
        </Text>
      )}
      {wait !== null && <InLine day={day} wait={wait} doing={doing} handlers={handlers} />}
    </>
  );
}
