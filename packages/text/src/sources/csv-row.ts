/**
 * One row of comma- or tab-separated values on bytes (RFC 4180): where its fields are and what they hold.
 * Invariant: a quoted field may hold delimiters, line ends and doubled quotes; what stands between a closing quote and the delimiter is
 * taken as it is. Refuses nothing: whether a row is sensible is for the reader to say.
 */
export interface CsvField {
  /** After the opening quote, where there is one. */
  start: number;
  end: number;
  isQuoted: boolean;
}

export interface CsvRow {
  fields: readonly CsvField[];
  /** Offset after the row's line end. */
  end: number;
}

const quote = 0x22;
const feed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Finds the row that begins at `start`.
 * @param isLast whether no more bytes follow, so that the row may lack its line end
 * @returns the row, or nothing where its end is not within the bytes
 */
export function scanCsvRow(
  bytes: Uint8Array,
  start: number,
  { delimiter, isLast }: { delimiter: number; isLast: boolean },
): CsvRow | undefined {
  const fields: CsvField[] = [];
  for (let at = start; ; ) {
    const isQuoted = bytes[at] === quote;
    const fieldStart = isQuoted ? at + 1 : at;
    let closing = -1;
    if (isQuoted) {
      closing = findClosingQuote(bytes, fieldStart);
      if (closing < 0 || (closing === bytes.length - 1 && !isLast)) return undefined;
      at = closing + 1;
    }
    while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== feed) at += 1;
    if (at === bytes.length && !isLast) return undefined;
    const isRowEnd = at === bytes.length || bytes[at] === feed;
    const stop = isRowEnd && at > fieldStart && bytes[at - 1] === carriageReturn ? at - 1 : at;
    fields.push({ start: fieldStart, end: closing >= 0 && closing >= stop - 1 ? closing : stop, isQuoted });
    at += 1;
    if (isRowEnd) return { fields, end: Math.min(at, bytes.length) };
  }
}

function findClosingQuote(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(quote, start); at >= 0; at = bytes.indexOf(quote, at + 2))
    if (bytes[at + 1] !== quote) return at;
  return -1;
}

/** A field's value: its bytes, with doubled quotes single where it is quoted. */
export function readCsvField(bytes: Uint8Array, { start, end, isQuoted }: CsvField): Uint8Array {
  const raw = bytes.subarray(start, end);
  let at = isQuoted ? raw.indexOf(quote) : -1;
  if (at < 0) return raw;
  const value = new Uint8Array(raw.length);
  let numBytes = 0;
  let from = 0;
  for (; at >= 0; at = raw.indexOf(quote, from)) {
    value.set(raw.subarray(from, at + 1), numBytes);
    numBytes += at + 1 - from;
    from = raw[at + 1] === quote ? at + 2 : at + 1;
  }
  value.set(raw.subarray(from), numBytes);
  return value.subarray(0, numBytes + raw.length - from);
}
