/**
 * A list with nothing in it: says so, and what would put something there.
 */
import type { ReactNode } from 'react';

/** A quiet paragraph. */
export function EmptyNote({ children }: { children: ReactNode }): ReactNode {
  return <p className="max-w-[60ch] border-t border-hair py-4 text-faint">{children}</p>;
}
