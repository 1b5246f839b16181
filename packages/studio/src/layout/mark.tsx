/**
 * Slipway's mark: a line that runs down to the water.
 */
import type { ReactNode } from 'react';

/** The mark at the height of a line of text. */
export function Mark(): ReactNode {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className="size-5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M4 4 16 16.5" />
      <path d="M2.5 20q2.4-2.2 4.75 0t4.75 0 4.75 0 4.75 0" />
    </svg>
  );
}
