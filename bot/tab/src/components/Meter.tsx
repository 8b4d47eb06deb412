/** How much is left: a slim bar for the eye, and the words that say the same. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { shareLeft } from '../weeks';

const useStyles = makeStyles({
  meter: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  track: {
    flexShrink: 0,
    width: '72px',
    '@media (max-width: 379px)': { width: '44px' },
    height: '4px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground6,
    overflow: 'hidden',
    // Transparent except in the contrast theme, where the track itself has no colour of its own.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    forcedColorAdjust: 'none',
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', border: '1px solid CanvasText' },
  },
  left: {
    height: '100%',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorPaletteGreenBackground3,
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
  },
  few: { backgroundColor: tokens.colorPaletteMarigoldBackground3 },
  text: { color: tokens.colorNeutralForeground2 },
});

const FEW = 0.2;

export function Meter({ left, of, text }: { readonly left: number; readonly of: number; readonly text: string }) {
  const styles = useStyles();
  const share = shareLeft(left, of);
  return (
    <div className={styles.meter}>
      <div className={styles.track} aria-hidden="true">
        <div className={mergeClasses(styles.left, share <= FEW && styles.few)} style={{ width: `${share * 100}%` }} />
      </div>
      <Text size={200} className={styles.text}>
        {text}
      </Text>
    </div>
  );
}
