/**
 * A region that scrolls by itself; reachable by keyboard because it scrolls, named because it is reachable.
 */
import type { ReactNode } from 'react';

export interface ScrollRegionProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/** A named, focusable, scrolling section. */
export function ScrollRegion({
  label,
  className = 'overflow-x-auto',
  children,
}: ScrollRegionProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
