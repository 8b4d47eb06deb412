/** The page's outline while its content is on the way. */
import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useLanguage } from '../session';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '880px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalL}`,
  },
  title: { width: '180px' },
});

export function Loading({ rows = 6, whole = true }: { readonly rows?: number; readonly whole?: boolean }) {
  const styles = useStyles();
  const { words } = useLanguage();
  const Landmark = whole ? 'main' : 'div';
  return (
    <Landmark aria-busy="true">
      <Skeleton aria-label={words.loading} className={styles.page}>
        <SkeletonItem size={24} className={styles.title} />
        {Array.from({ length: rows }, (_, row) => (
          <SkeletonItem key={row} size={56} />
        ))}
      </Skeleton>
    </Landmark>
  );
}
