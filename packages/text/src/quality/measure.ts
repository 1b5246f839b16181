/**
 * What is asked of a row: a number made of some of its columns.
 * Invariant: reads the columns it names and no other, so that a row may be kept with these alone. NaN where there is nothing to measure.
 */
import { type ColumnName, columnAt } from '../statistics/columns.ts';

/** A row of `columns`, in their order. */
export type Row = ArrayLike<number>;

export interface Measure {
  columns: readonly ColumnName[];
  of(row: Row): number;
}

/** A column as it is. */
export function count(column: ColumnName): Measure {
  return measure([column], (value) => value);
}

/** The share of one column in another; 0 of nothing is 0. */
export function share(column: ColumnName, of: ColumnName): Measure {
  return measure([column, of], (part, whole) => (whole === 0 ? 0 : part / whole));
}

/** What is made of up to four columns. */
export function measure(
  columns: readonly ColumnName[],
  make: (first: number, second: number, third: number, fourth: number) => number,
): Measure {
  const [first = 0, second = 0, third = 0, fourth = 0] = columns.map((column) => columnAt[column]);
  return {
    columns,
    of: (row) => make(row[first] ?? 0, row[second] ?? 0, row[third] ?? 0, row[fourth] ?? 0),
  };
}
