/**
 * Finds by kind, most first; kinds of which nothing was found are named in one line beneath.
 */
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';

export interface CountListProps {
  title: string;
  counts: Readonly<Record<string, number>>;
  name: (kind: string) => string;
  /** What to say where there is none. */
  none: string;
}

/** A short table of kinds and their counts. */
export function CountList({ title, counts, name, none }: CountListProps): ReactNode {
  const { t } = useMessages();
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  const missed = Object.keys(counts).filter((kind) => counts[kind] === 0);
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="text-l font-strong">{title}</h2>
      {rows.length === 0 && missed.length === 0 ? (
        <p className="mt-2 border-t border-hair py-2 text-s text-faint">{none}</p>
      ) : null}
      {rows.length > 0 ? (
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
      ) : null}
      {missed.length > 0 ? (
        <p className={`py-2 text-s text-faint ${rows.length === 0 ? 'mt-2 border-t border-hair' : ''}`}>
          {t('data.nothingOf', { names: missed.map(name).join(t('page.listSeparator')) })}
        </p>
      ) : null}
    </section>
  );
}
