/** What the parts of a day's row share: a line of buttons, and a sentence under it. */
import { makeStyles, tokens } from '@fluentui/react-components';

const narrow = '@media (max-width: 679px)';

export const useDayStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalS,
    '&:not(:first-child)': { marginTop: tokens.spacingVerticalXS },
    [narrow]: { justifyContent: 'flex-start' },
  },
  /** Buttons that go into the next line together, or not at all. */
  pair: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, [narrow]: { gap: tokens.spacingHorizontalXS } },
  /** Beside a long badge there is little room on a phone. */
  slim: { [narrow]: { minWidth: 0, paddingLeft: tokens.spacingHorizontalS, paddingRight: tokens.spacingHorizontalS } },
  why: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    textAlign: 'right',
    maxWidth: '340px',
    textWrap: 'balance',
    marginLeft: 'auto',
    '&:not(:first-child)': { marginTop: tokens.spacingVerticalXS },
    [narrow]: { textAlign: 'left', maxWidth: 'none', marginLeft: 0 },
  },
  strong: { color: tokens.colorNeutralForeground2 },
});
