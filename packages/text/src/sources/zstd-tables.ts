/**
 * Decoding tables of finite state entropy, as Zstandard's sequences are coded with (RFC 8878, 4.1).
 * Invariant: a table has a symbol, a number of bits and a baseline for each of its states.
 * Refuses (throws `StreamFault`) distributions that do not add up.
 */
import { StreamFault } from './stream-fault.ts';

export interface FseTable {
  /** Bits of a first state. */
  accuracy: number;
  symbols: Uint8Array;
  numBits: Uint8Array;
  baselines: Uint16Array;
}

export const corrupt = (what: string) => new StreamFault('corrupt-zstd', what);

/** A table of one symbol, which takes no bits. */
export function makeSingleTable(symbol: number): FseTable {
  return {
    accuracy: 0,
    symbols: Uint8Array.of(symbol),
    numBits: new Uint8Array(1),
    baselines: new Uint16Array(1),
  };
}

/** @param shares of each symbol among 2^accuracy states; -1 is a share of less than one */
export function makeTable(shares: readonly number[], accuracy: number): FseTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  const next = shares.map((share) => (share === -1 ? 1 : share));
  let high = size;
  for (const [symbol, share] of shares.entries()) if (share === -1) symbols[--high] = symbol;
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, share] of shares.entries())
    for (let num = 0; num < share; num += 1) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  if (at !== 0) throw corrupt('a table does not add up');
  const numBits = new Uint8Array(size);
  const baselines = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] ?? 0;
    const number = next[symbol] ?? 1;
    next[symbol] = number + 1;
    const bits = accuracy - (31 - Math.clz32(number));
    numBits[state] = bits;
    baselines[state] = (number << bits) - size;
  }
  return { accuracy, symbols, numBits, baselines };
}

/**
 * Reads a table's description.
 * @returns the table, and where its description ends
 */
export function readTable(
  bytes: Uint8Array,
  from: number,
  { maxAccuracy, maxSymbol }: { maxAccuracy: number; maxSymbol: number },
): { table: FseTable; end: number } {
  let place = from * 8;
  const peek = (count: number) => {
    const at = place >> 3;
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    return (low >> (place & 7)) & ((1 << count) - 1);
  };
  const accuracy = peek(4) + 5;
  place += 4;
  if (accuracy > maxAccuracy) throw corrupt('a table is larger than allowed');
  const shares: number[] = [];
  let left = 1 << accuracy;
  while (left > 0 && shares.length <= maxSymbol) {
    const count = 32 - Math.clz32(left + 1);
    const mask = (1 << (count - 1)) - 1;
    const threshold = (1 << count) - 2 - left;
    let value = peek(count);
    if ((value & mask) < threshold) {
      value &= mask;
      place += count - 1;
    } else {
      if (value > mask) value -= threshold;
      place += count;
    }
    const share = value - 1;
    shares.push(share);
    left -= Math.abs(share);
    if (share !== 0) continue;
    for (let more = 3; more === 3; ) {
      more = peek(2);
      place += 2;
      if (shares.length + more > maxSymbol + 1) throw corrupt('a table has too many symbols');
      for (let num = 0; num < more; num += 1) shares.push(0);
    }
  }
  const end = (place + 7) >> 3;
  if (left !== 0 || end > bytes.length) throw corrupt('a table does not add up');
  return { table: makeTable(shares, accuracy), end };
}
