/** One day: when, how much is left, and what I can do, am doing or have done about it. */
import { Badge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import type { OfficeDay } from '../api/model';
import { useSession } from '../session';
import type { RowState } from '../useActions';
import { useKeptFocus } from '../useKeptFocus';
import type { DayHandlers } from '../useQuestions';
import { DayActions } from './DayActions';
import { DaySaid } from './DaySaid';
import { Meter } from './Meter';

export interface DayRowProps {
  readonly day: OfficeDay;
  readonly isToday: boolean;
  readonly state: RowState;
  readonly handlers: DayHandlers;
  onDismiss(): void;
}

const narrow = '@media (max-width: 679px)';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '150px minmax(160px, 1fr) minmax(220px, auto)',
    gridTemplateAreas: '"date meters actions" "said said said"',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    padding: `10px ${tokens.spacingHorizontalL}`,
    outlineOffset: '-2px',
    '&:not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
    [narrow]: {
      gridTemplateColumns: 'minmax(108px, auto) minmax(0, 1fr)',
      gridTemplateAreas: '"date meters" "actions actions" "said said"',
      columnGap: tokens.spacingHorizontalM,
      padding: `12px ${tokens.spacingHorizontalM}`,
    },
  },
  mine: {
    backgroundColor: tokens.colorBrandBackground2,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
  },
  quiet: { backgroundColor: tokens.colorNeutralBackground2 },
  closed: {
    [narrow]: { gridTemplateAreas: '"date actions" "said said"' },
  },
  date: { gridArea: 'date', display: 'flex', flexDirection: 'column', minWidth: 0 },
  weekday: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS, margin: 0 },
  month: { color: tokens.colorNeutralForeground3 },
  monthMine: { color: tokens.colorNeutralForeground2 },
  actionsClosed: { [narrow]: { marginTop: 0 } },
  meters: { gridArea: 'meters', display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0 },
  waiting: { color: tokens.colorNeutralForeground2 },
  actions: { gridArea: 'actions', minWidth: 0, [narrow]: { marginTop: tokens.spacingVerticalS } },
  said: { gridArea: 'said', minWidth: 0 },
});

export function DayRow({ day, isToday, state, handlers, onDismiss }: DayRowProps) {
  const styles = useStyles();
  const { words, dates } = useSession();
  const row = useRef<HTMLLIElement>(null);
  useKeptFocus(row, state.doing !== null);
  const mine = day.mine !== null;
  const look = mergeClasses(styles.row, mine && styles.mine, day.closed && !mine && styles.quiet, day.closed && !mine && styles.closed);
  return (
    <li ref={row} tabIndex={-1} className={look} aria-busy={state.doing !== null} aria-label={dates.full(day.date)}>
      <div className={styles.date}>
        <Text as="h3" weight="semibold" className={styles.weekday}>
          {dates.weekday(day.date)}
          {isToday && (
            <Badge appearance="tint" size="small">
              {words.today}
            </Badge>
          )}
        </Text>
        <Text size={200} className={mine ? styles.monthMine : styles.month}>
          {dates.dayAndMonth(day.date)}
        </Text>
      </div>
      {!day.closed && (
        <div className={styles.meters}>
          <Meter left={day.left} of={day.capacity} text={words.placesLeft(day.left, day.capacity)} />
          {day.parkingCapacity > 0 && (
            <Meter left={day.parkingLeft} of={day.parkingCapacity} text={words.carsLeft(day.parkingLeft, day.parkingCapacity)} />
          )}
          {day.waiting > 0 && (
            <Text size={200} className={styles.waiting}>
              {words.waiting(day.waiting)}
            </Text>
          )}
        </div>
      )}
      <div className={mergeClasses(styles.actions, day.closed && !mine && styles.actionsClosed)}>
        <DayActions day={day} doing={state.doing} handlers={handlers} />
      </div>
      {state.said !== null && (
        <div className={styles.said}>
          <DaySaid text={state.said} onDismiss={onDismiss} />
        </div>
      )}
    </li>
  );
}
