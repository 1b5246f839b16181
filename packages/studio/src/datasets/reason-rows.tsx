/**
 * Reasons as rows: each with the step or recipe that gave it, and two numbers, the second fainter.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

export interface ReasonRow {
  /** Names it among the others. */
  key: string;
  /** As the factory calls it. */
  reason: string;
  /** In words: where it was given. */
  giver: string;
  /** As they are read. */
  numbers: readonly [string, string];
  /** Of the longest bar, 0 to 1; no bar where absent. */
  share?: number;
}

export interface ReasonRowsProps {
  /** What the two numbers are. */
  columns: readonly [string, string];
  rows: readonly ReasonRow[];
  /** What to say where there are no rows. */
  none: string;
}

/** A table with a row for each reason. */
export function ReasonRows({ columns, rows, none }: ReasonRowsProps): ReactNode {
  const { t, word } = useMessages();
  return (
    <table className="table self-start">
      <caption className="sr-only">{t('data.reasons')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('data.reason')}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className="number">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, reason, giver, numbers, share }) => (
          <tr key={key}>
            <th scope="row" className="w-full text-s! text-ink!">
              {word('reason', reason)} <span className="text-xs text-faint">{giver}</span>
              {share === undefined ? null : (
                <span
                  aria-hidden="true"
                  className="mt-1 block h-1.5 bg-edge"
                  style={{ width: `${share * 100}%`, minWidth: 1 }}
                />
              )}
            </th>
            <td className="number">{numbers[0]}</td>
            <td className="number text-faint">{numbers[1]}</td>
          </tr>
        ))}
        {rows.length === 0 ? (
          <tr>
            <td colSpan={3} className="text-faint">
              {none}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
