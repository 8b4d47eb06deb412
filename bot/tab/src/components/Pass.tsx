/** The pass as it is shown at the door, and as it is printed. */
import { makeStyles, mergeClasses, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { Booking } from '../api/model';
import { dateHere } from '../dates';
import { useSession } from '../session';
import { type PassState, passStateOf } from '../weeks';
import { Logo } from './Logo';

const ink = '#000000';
const paper = '#ffffff';

const useStyles = makeStyles({
  card: {
    borderRadius: '12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
    overflow: 'hidden',
    // Paper is white whatever the theme is, and browsers leave out backgrounds.
    '@media print': {
      '--colorNeutralForeground1': ink,
      '--colorNeutralForeground2': ink,
      '--colorNeutralForeground3': ink,
      '--colorNeutralStroke1': ink,
      '--colorNeutralBackground1': paper,
      '--colorBrandBackground': ink,
      '--colorNeutralForegroundOnBrand': paper,
      boxShadow: 'none',
      breakInside: 'avoid',
    },
  },
  head: { padding: '20px 24px 24px' },
  kind: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginBottom: '20px',
    color: tokens.colorNeutralForeground2,
  },
  date: { margin: 0, outlineStyle: 'none' },
  weekday: { ...typographyStyles.largeTitle, display: 'block' },
  month: { ...typographyStyles.title3, display: 'block', fontWeight: tokens.fontWeightRegular },
  struck: { textDecorationLine: 'line-through' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalM,
    alignItems: 'baseline',
    margin: 0,
    padding: '24px',
  },
  term: { color: tokens.colorNeutralForeground3 },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  place: { display: 'block', color: tokens.colorNeutralForeground3 },
});

export function Pass({ booking, focusHeading }: { readonly booking: Booking; readonly focusHeading: boolean }) {
  const styles = useStyles();
  const { dates, now, words } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusHeading) heading.current?.focus();
  }, [focusHeading]);
  const state = passStateOf(booking, dateHere(now()));
  return (
    <article className={styles.card}>
      <div className={styles.head}>
        <div className={styles.kind}>
          <Logo size={20} />
          <Text size={200}>{words.pass}</Text>
        </div>
        <h1 ref={heading} tabIndex={-1} className={mergeClasses(styles.date, state === 'cancelled' && styles.struck)}>
          <span className={styles.weekday}>{dates.weekday(booking.date)}</span>{' '}
          <span className={styles.month}>{dates.withYear(booking.date)}</span>
        </h1>
      </div>
      <State state={state} date={booking.date} />
      <dl className={styles.facts}>
        <Fact term={words.passOffice} fact={booking.officeName} under={booking.location} />
        <Fact term={words.passName} fact={booking.person.name} />
        <Fact term={words.passParking} fact={booking.parking ? words.passWithParking : words.passNoParking} />
      </dl>
    </article>
  );
}

function Fact({ term, fact, under = '' }: { readonly term: string; readonly fact: string; readonly under?: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.fact}>
        <Text weight="semibold" size={400}>
          {fact}
        </Text>
        {under !== '' && <Text className={styles.place}>{under}</Text>}
      </dd>
    </>
  );
}

const useStateStyles = makeStyles({
  strip: {
    padding: '10px 24px',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground4,
    borderTop: `1px solid ${tokens.colorTransparentStroke}`,
    borderBottom: `1px solid ${tokens.colorTransparentStroke}`,
    '@media print': {
      color: ink,
      backgroundColor: 'transparent',
      borderTop: `1px dashed ${ink}`,
      borderBottom: `1px dashed ${ink}`,
    },
  },
  valid: { backgroundColor: tokens.colorPaletteGreenBackground3, color: tokens.colorNeutralForegroundOnBrand },
  cancelled: { backgroundColor: tokens.colorPaletteRedBackground3, color: tokens.colorNeutralForegroundOnBrand },
  onScreen: { '@media print': { display: 'none' } },
  onPaper: { display: 'none', '@media print': { display: 'inline' } },
});

function State({ state, date }: { readonly state: PassState; readonly date: string }) {
  const styles = useStateStyles();
  const { dates, words } = useSession();
  const day = dates.full(date);
  const texts: Record<PassState, string> = {
    valid: words.passValid,
    later: words.passLater(day),
    over: words.passOver,
    cancelled: words.passCancelled,
  };
  // "Today" printed on paper is wrong from tomorrow on.
  const lasting = state === 'valid' || state === 'later' ? words.passValidOn(day) : texts[state];
  const look = mergeClasses(styles.strip, state === 'valid' && styles.valid, state === 'cancelled' && styles.cancelled);
  return (
    <div className={look}>
      <span className={styles.onScreen}>{texts[state]}</span>
      <span className={styles.onPaper}>{lasting}</span>
    </div>
  );
}
