/**
 * What every writer of documents takes: rows of a text and named values, the same columns for all.
 * Invariant: the file depends on the rows and their order alone, not on how they were spread over calls.
 * Refuses: a row without a value for each column; `null` says that there is none.
 */
export type CellValue = string | number | null;

export interface DocumentColumn {
  name: string;
  /** `integer` is exact up to 2^53. */
  kind: 'string' | 'integer' | 'number';
}

export interface DocumentRow {
  /** UTF-8. */
  text: Uint8Array;
  /** In the order of the columns. */
  values: readonly CellValue[];
}

export interface DocumentSink {
  append(rows: readonly DocumentRow[]): Promise<void>;
  /** Makes the file durable. Nothing may be appended afterwards. */
  finish(): Promise<{ numDocuments: number }>;
  /** Gives up what was written. */
  discard(): Promise<void>;
}

/** The column of the text, which stands last. */
export const textColumn = 'text';
