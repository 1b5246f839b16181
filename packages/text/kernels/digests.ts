/**
 * Digests of documents and of their lines for finding exact repeats, of the bytes themselves or of their words as shingles see them.
 * Invariant: texts of equal folded words have equal digests. A line goes from its first byte to the next line that has a word, so that
 * lines cover the text; what stands before the first belongs to it.
 */
import { cutEnd, cutWords, unitBytes } from './folds';
import { avalanche, hash64 } from './hash';
import { findByte } from './lines';

/** Fields of a cutter, byte offsets of u32; `src/shingles/store-cutter.ts` has the same. */
const foldsField: usize = 0;
const unitsField: usize = 4;
const unitsEndField: usize = 8;

const lowPrime: u64 = 0x9e3779b185ebca87;
const highPrime: u64 = 0xc2b2ae3d27d4eb4f;
const newline: u8 = 0x0a;
const lineWords: usize = 5;

let low: u64 = 0;
let high: u64 = 0;
let numUnits: u32 = 0;

/** Takes the words from `from` to `end` into `low`, `high` and `numUnits`. */
function mixWords(from: usize, end: usize, cutter: usize): void {
  const folds: usize = load<u32>(cutter, foldsField);
  const units: usize = load<u32>(cutter, unitsField);
  const unitsEnd: usize = load<u32>(cutter, unitsEndField);
  let at = from;
  while (at < end) {
    const stop = cutWords(at, end, folds, units, unitsEnd);
    at = cutEnd();
    for (let unit = units; unit < stop; unit += unitBytes) {
      const hash = load<u64>(unit);
      low = low * lowPrime + hash;
      high = rotl<u64>((high ^ hash) * highPrime, 29);
      numUnits += 1;
    }
  }
}

function restart(): void {
  low = 0;
  high = 0;
  numUnits = 0;
}

/** Writes 16 bytes: xxHash64 of the bytes with two seeds; or, where `cutter` is not 0, of the words. @returns how many bytes or words there are */
export function digestDocument(pointer: usize, length: usize, cutter: usize, out: usize): u32 {
  if (cutter === 0) {
    store<u64>(out, hash64(pointer, length, 0));
    store<u64>(out, hash64(pointer, length, highPrime), 8);
    return length as u32;
  }
  restart();
  mixWords(pointer, pointer + length, cutter);
  store<u64>(out, avalanche(low ^ (numUnits as u64)));
  store<u64>(out, avalanche(high + (numUnits as u64)), 8);
  return numUnits;
}

/** Where the line or paragraph that begins at `from` ends, its line feeds with it. */
export function findEnd(from: usize, end: usize, isParagraphs: bool): usize {
  let at = from;
  while (true) {
    at = findByte(at, end, newline);
    if (at >= end) return end;
    at += 1;
    if (!isParagraphs || (at < end && load<u8>(at) === newline)) break;
  }
  while (at < end && load<u8>(at) === newline) at += 1;
  return at;
}

/**
 * Writes for each line with a word a record of five u32: the hash of it and of the `span` - 1 lines behind it, 0 where there are fewer;
 * unit, document, the line's number; and to `starts` where it begins, as u32.
 * @returns how many
 */
export function digestLines(
  pointer: usize,
  length: usize,
  cutter: usize,
  isParagraphs: bool,
  span: u32,
  unit: u32,
  document: u32,
  records: usize,
  starts: usize,
): u32 {
  const end = pointer + length;
  let count: usize = 0;
  let at = pointer;
  while (at < end) {
    const stop = findEnd(at, end, isParagraphs);
    restart();
    mixWords(at, stop, cutter);
    if (numUnits > 0) {
      const record = records + count * (lineWords << 2);
      store<u64>(record, max<u64>(1, avalanche(low ^ (numUnits as u64))));
      store<u32>(record, unit, 8);
      store<u32>(record, document, 12);
      store<u32>(record, count as u32, 16);
      store<u32>(starts + (count << 2), count === 0 ? 0 : ((at - pointer) as u32));
      count += 1;
    }
    at = stop;
  }
  for (let line: usize = 0; line < count; line++) joinSpan(records, line, count, span);
  return count as u32;
}

/** Makes a line's hash that of its span; the lines behind it still have their own. */
function joinSpan(records: usize, line: usize, count: usize, span: u32): void {
  const record = records + line * (lineWords << 2);
  if (line + (span as usize) > count) {
    store<u64>(record, 0);
    return;
  }
  let hash = load<u64>(record);
  for (let place: usize = 1; place < (span as usize); place++)
    hash = avalanche(hash * highPrime + load<u64>(record + place * (lineWords << 2)));
  store<u64>(record, hash);
}

/**
 * Writes a text without some of its lines. @param dropped numbers of lines, ascending, as u32 @returns bytes written
 */
export function dropLines(
  pointer: usize,
  length: usize,
  starts: usize,
  numLines: u32,
  dropped: usize,
  numDropped: u32,
  out: usize,
): usize {
  let to = out;
  let next: u32 = 0;
  for (let line: u32 = 0; line < numLines; line++) {
    if (next < numDropped && load<u32>(dropped + ((next as usize) << 2)) === line) {
      next += 1;
      continue;
    }
    const from: usize = load<u32>(starts + ((line as usize) << 2));
    let stop: usize = length;
    if (line + 1 < numLines) stop = load<u32>(starts + ((line as usize) << 2), 4);
    memory.copy(to, pointer + from, stop - from);
    to += stop - from;
  }
  return to - out;
}
