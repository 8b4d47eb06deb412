/** The way into the line: one click, or first saying what exactly to wait for. Nothing where there is no line. */
import { Button, Spinner, Tooltip, useRestoreFocusTarget } from '@fluentui/react-components';
import { OptionsRegular } from '@fluentui/react-icons';
import type { OfficeDay } from '../api/model';
import { useSession } from '../session';
import type { Doing } from '../useActions';
import type { DayHandlers } from '../useQuestions';
import { lineOf } from '../weeks';
import { useDayStyles } from './dayStyles';

interface WaitButtonsProps {
  readonly day: OfficeDay;
  readonly doing: Doing | null;
  readonly handlers: DayHandlers;
  /** The sentence that says why the day itself can't be had. */
  readonly whyId?: string;
}

export function WaitButtons({ day, doing, handlers, whyId }: WaitButtonsProps) {
  const styles = useDayStyles();
  const { dates, words } = useSession();
  const restore = useRestoreFocusTarget();
  const line = lineOf(day);
  if (line === null) return null;
  const full = dates.full(day.date);
  const parking = line === 'parking';
  return (
    <div className={styles.pair}>
      <Button
        {...restore}
        aria-label={words.waitDay(full, parking)}
        aria-describedby={whyId}
        disabledFocusable={doing !== null}
        icon={doing === 'wait' ? <Spinner size="tiny" /> : null}
        onClick={() => handlers.wait(day)}
      >
        {words.wait(parking)}
      </Button>
      <WaitHow {...{ day, doing, handlers }} />
    </div>
  );
}

export function WaitHow({ day, doing, handlers }: Pick<WaitButtonsProps, 'day' | 'doing' | 'handlers'>) {
  const { dates, words } = useSession();
  const restore = useRestoreFocusTarget();
  return (
    <Tooltip content={words.waitHow(dates.full(day.date))} relationship="label">
      <Button
        {...restore}
        appearance="subtle"
        icon={<OptionsRegular />}
        disabledFocusable={doing !== null}
        onClick={() => handlers.waitHow(day)}
      />
    </Tooltip>
  );
}
