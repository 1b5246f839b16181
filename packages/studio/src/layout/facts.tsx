/**
 * Names and values in two columns.
 */
import type { ReactNode } from 'react';

export type FactRow = readonly [name: string, value: ReactNode];

/** A definition list; on narrow windows each value stands under its name. */
export function Facts({ rows }: { rows: readonly FactRow[] }): ReactNode {
  return (
    <dl className="grid max-w-[48rem] gap-x-8 text-s sm:grid-cols-[max-content_minmax(0,1fr)]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint max-sm:pt-1.5 sm:py-1">{name}</dt>
          <dd className="min-w-0 break-words sm:py-1">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
