/**
 * Finds by kind, most first; where nothing was found it says so.
 */
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';

export interface CountListProps {
  title: string;
  counts: Readonly<Record<string, number>>;
  name: (kind: string) => string;
  /** What to say where there is none. */
  none: string;
}

/** A short table of kinds and their counts. */
export function CountList({ title, counts, name, none }: CountListProps): ReactNode {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="text-l font-strong">{title}</h2>
      {rows.length === 0 ? (
        <p className="mt-2 border-t border-hair py-2 text-s text-faint">{none}</p>
      ) : (
        <table className="table mt-2 border-t border-hair">
          <caption className="sr-only">{title}</caption>
          <tbody>
            {rows.map(([kind, count]) => (
              <tr key={kind}>
                <th scope="row" className="text-s! text-ink!">
                  {name(kind)}
                </th>
                <td className="number">{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
