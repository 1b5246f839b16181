/**
 * How every picture looks: the page's own type and hairlines, colours by name of the theme so that they follow it.
 */
export const plotStyle = {
  background: 'transparent',
  color: 'var(--color-faint)',
  fontFamily: 'var(--font-sans)',
  fontSize: '12px',
  fontVariantNumeric: 'tabular-nums',
  overflow: 'visible',
} as const;

export const ink = 'var(--color-ink)';
export const faint = 'var(--color-faint)';
export const hair = 'var(--color-hair)';
export const edge = 'var(--color-edge)';
