/**
 * Characters as shingles see them, from the table that `src/shingles/fold-table.ts` writes, and a text's units: a word is a run of
 * letters and digits, an ideograph or a kana is a unit by itself, as is each character where characters are asked for.
 * Invariant: a unit depends on its folded characters alone; units are written in order, 16 bytes each: hash, start, end.
 * Cutting a text in several calls gives the units of one.
 */
import { classOf, decodeAt, decodedWidth } from './characters';
import { avalanche } from './hash';

export const separator: u32 = 0;
export const ignored: u32 = 1;
export const letter: u32 = 2;
export const single: u32 = 3;
export const decimal: u32 = 4;
export const hangul: u32 = 5;
export const expansion: u32 = 6;
export const kindShift: u32 = 24;
export const distanceMask: u32 = 0x1fffff;

export const unitBytes: usize = 16;
/** Any odd number; the same as in `src/kernels/scalar/units.ts`. */
const wordBase: u64 = 0x9e3779b97f4a7c15;
const blank: u64 = 0x20;
/** The most units that one character can become (U+FDFA is eighteen letters). */
const mostOfOne: usize = 20;

let to: usize = 0;
let next: usize = 0;

/** Where the cut that was made last ended. */
export function cutEnd(): usize {
  return next;
}

function writeUnit(hash: u64, start: usize, end: usize): void {
  store<u64>(to, avalanche(hash));
  store<u32>(to, start as u32, 8);
  store<u32>(to, end as u32, 12);
  to += unitBytes;
}

/**
 * Adds what a character becomes to a word that may be begun; with a single character among it the word ends there.
 * @returns the word's hash, 0 if none is begun
 */
function expand(table: usize, entry: u32, hash: u64, start: usize, at: usize, end: usize): u64 {
  const list = table + (((entry & distanceMask) as usize) << 2);
  const count = load<u32>(list);
  let word = hash;
  let hasSingle = false;
  for (let place: u32 = 1; place <= count; place++) {
    const part = load<u32>(list + ((place as usize) << 2));
    const code = (part & distanceMask) as u64;
    if (part >> kindShift !== single) word = word * wordBase + code + 1;
    else {
      if (word !== 0) writeUnit(word, start, at);
      word = 0;
      hasSingle = true;
      writeUnit(code + 1, at, end);
    }
  }
  if (!hasSingle) return word;
  if (word !== 0) writeUnit(word, at, end);
  return 0;
}

/** Past the separators that begin at `from`. */
function skipSeparators(from: usize, end: usize, table: usize, ascii: usize): usize {
  let at = from;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte < 0x80) {
      if (load<u32>(ascii + (byte << 2)) >> kindShift > ignored) return at;
      at += 1;
    } else {
      const code = decodeAt(at, end);
      if (classOf(code, table) >> kindShift > ignored) return at;
      at += decodedWidth();
    }
  }
  return at;
}

/**
 * Writes the words of a text from `from` on, as many as surely fit. @returns where the units written end; `cutEnd` is where to go on
 */
export function cutWords(from: usize, end: usize, table: usize, out: usize, outEnd: usize): usize {
  const ascii: usize = load<u32>(table);
  const last = outEnd - mostOfOne * unitBytes;
  let hash: u64 = 0;
  let start = from;
  let stop = from;
  let at = from;
  to = out;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    let code = byte;
    let width: usize = 1;
    let entry: u32;
    if (byte < 0x80) entry = load<u32>(ascii + (byte << 2));
    else {
      code = decodeAt(at, end);
      width = decodedWidth();
      entry = classOf(code, table);
    }
    const kind = entry >> kindShift;
    const after = at + width;
    if (kind === letter) {
      if (hash === 0) start = at;
      hash = hash * wordBase + (((code + entry) & distanceMask) as u64) + 1;
      stop = after;
    } else if (kind === expansion) {
      if (hash === 0) start = at;
      hash = expand(table, entry, hash, start, at, after);
      stop = after;
    } else if (kind !== ignored) {
      if (hash !== 0) writeUnit(hash, start, stop);
      if (kind === single) writeUnit(((code + entry) & distanceMask) + 1, at, after);
      hash = 0;
    }
    at = after;
    if (to >= last && hash === 0) {
      next = at;
      return to;
    }
  }
  if (hash !== 0) writeUnit(hash, start, stop);
  next = end;
  return to;
}

/** As `cutWords`, with each character a unit and a blank for separators between them. `start` is where the text begins. */
export function cutCharacters(
  from: usize,
  end: usize,
  table: usize,
  out: usize,
  outEnd: usize,
  start: usize,
): usize {
  const ascii: usize = load<u32>(table);
  const last = outEnd - mostOfOne * unitBytes;
  to = out;
  next = from;
  let isFirst = from === start;
  while (next < end && to < last) {
    const word = skipSeparators(next, end, table, ascii);
    if (word > next && word < end && !isFirst && hasSeparator(next, word, table))
      writeUnit(blank + 1, next, word);
    next = word;
    if (next === end) break;
    isFirst = false;
    const code = decodeAt(next, end);
    const after = next + decodedWidth();
    const entry = classOf(code, table);
    if (entry >> kindShift !== expansion) writeUnit(((code + entry) & distanceMask) + 1, next, after);
    else writeExpanded(table, entry, next, after);
    next = after;
  }
  return to;
}

function hasSeparator(from: usize, end: usize, table: usize): bool {
  for (let at = from; at < end; at += decodedWidth())
    if (classOf(decodeAt(at, end), table) >> kindShift === separator) return true;
  return false;
}

function writeExpanded(table: usize, entry: u32, at: usize, end: usize): void {
  const list = table + (((entry & distanceMask) as usize) << 2);
  const count = load<u32>(list);
  for (let place: u32 = 1; place <= count; place++)
    writeUnit((load<u32>(list + ((place as usize) << 2)) & distanceMask) + 1, at, end);
}
