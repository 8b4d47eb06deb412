/** Where I stand in the line of a day and what I wait for, changing that, and the way out of the line. */
import { Badge, Button, Spinner, Text, useRestoreFocusTarget } from '@fluentui/react-components';
import { ClockRegular } from '@fluentui/react-icons';
import type { OfficeDay } from '../api/model';
import { addDays } from '../dates';
import { useSession } from '../session';
import type { Doing } from '../useActions';
import type { DayHandlers } from '../useQuestions';
import { isReadOnly, lineOf } from '../weeks';
import { useDayStyles } from './dayStyles';
import { WaitHow } from './WaitButtons';

interface InLineProps {
  readonly day: OfficeDay;
  readonly wait: NonNullable<OfficeDay['wait']>;
  readonly doing: Doing | null;
  readonly handlers: DayHandlers;
}

export function InLine({ day, wait, doing, handlers }: InLineProps) {
  const styles = useDayStyles();
  const { dates, words } = useSession();
  const restore = useRestoreFocusTarget();
  const canChange = lineOf(day) !== null;
  const canLeave = !isReadOnly(day);
  const until = wait.until === null ? null : words.timeOn(dates.clock(wait.until), dates.full(addDays(day.date, -1)));
  return (
    <>
      <div className={styles.line}>
        <Badge appearance="tint" size="large" icon={<ClockRegular />}>
          {words.inLine(wait.place)}
        </Badge>
        {(canChange || canLeave) && (
          <div className={styles.pair}>
            {canChange && <WaitHow {...{ day, doing, handlers }} />}
            {canLeave && (
              <Button
                {...restore}
                appearance="subtle"
                className={styles.slim}
                aria-label={words.leaveLineDay(dates.full(day.date))}
                disabledFocusable={doing !== null}
                icon={doing === 'leave' ? <Spinner size="tiny" /> : null}
                onClick={() => handlers.leave(day)}
              >
                {words.leaveLine}
              </Button>
            )}
          </div>
        )}
      </div>
      {(wait.parking || until !== null) && (
        <Text size={200} className={styles.why}>
          {words.waitsFor(wait.parking, until)}
        </Text>
      )}
    </>
  );
}
