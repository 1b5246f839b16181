/**
 * What a quality rule is: a question asked of a document's row of columns, answered with keep, or drop with a reason.
 * Invariant: pure; the verdict depends on the row and the thresholds alone, so that it can be given again for a stored row.
 * A threshold of 0 asks nothing, as in datatrove.
 */
import { type ColumnName, columnAt } from '../statistics/columns.ts';

export type QualityVerdict = { isKept: true } | { isKept: false; reason: string };

/** A row of `columns`, in their order. */
export type Row = ArrayLike<number>;

export interface QualityRule {
  name: string;
  judge(row: Row): QualityVerdict;
}

export const keep: QualityVerdict = { isKept: true };

export function drop(reason: string): QualityVerdict {
  return { isKept: false, reason };
}

/** A column of a row. */
export function read(row: Row, column: ColumnName): number {
  return row[columnAt[column]] ?? 0;
}

/** The share of one column in another; 0 of nothing is 0. */
export function share(row: Row, column: ColumnName, of: ColumnName): number {
  const whole = read(row, of);
  return whole === 0 ? 0 : read(row, column) / whole;
}
