/** The product's mark, drawn in the theme's own colours. */
import { tokens } from '@fluentui/react-components';

export function Logo({ size }: { readonly size: number }) {
  const paper = tokens.colorNeutralForegroundOnBrand;
  const brand = tokens.colorBrandBackground;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill={brand} />
      <rect x="8" y="9" width="16" height="15" rx="3.5" fill={paper} />
      <path d="M12 7v4M20 7v4" stroke={paper} strokeWidth="2.2" />
      <path d="m12.5 17 2.5 2.5 4.7-5" stroke={brand} strokeWidth="2.2" />
    </svg>
  );
}
