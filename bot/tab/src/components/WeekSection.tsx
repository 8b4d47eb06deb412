/** One week: which, what is left of my allowance, and its days. */
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { Week } from '../api/model';
import { useSession } from '../session';
import type { Actions } from '../useActions';
import type { DayHandlers } from '../useQuestions';
import { weeksAhead } from '../weeks';
import { DayRow } from './DayRow';

interface WeekSectionProps {
  readonly week: Week;
  readonly today: string;
  readonly actions: Actions;
  readonly handlers: DayHandlers;
}

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalS,
  },
  title: { margin: 0 },
  range: { color: tokens.colorNeutralForeground3 },
  allowance: { marginLeft: 'auto', color: tokens.colorNeutralForeground2 },
  days: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: 'hidden',
  },
});

export function WeekSection({ week, today, actions, handlers }: WeekSectionProps) {
  const styles = useStyles();
  const { words, dates } = useSession();
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={title} className={styles.title}>
          {words.week(weeksAhead(week.monday, today))}
        </Subtitle2>
        <Text size={200} className={styles.range}>
          {dates.week(week.monday)}
        </Text>
        <Text size={200} className={styles.allowance}>
          {words.allowance(week.left, week.allowance)}
        </Text>
      </div>
      <ul className={styles.days}>
        {week.days.map((day) => (
          <DayRow
            key={day.date}
            day={day}
            isToday={day.date === today}
            state={actions.stateOf(day.date)}
            handlers={handlers}
            onDismiss={() => actions.dismiss(day.date)}
          />
        ))}
      </ul>
    </section>
  );
}
