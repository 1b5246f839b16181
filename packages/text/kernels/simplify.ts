/**
 * datatrove's `simplify_text` (https://github.com/huggingface/datatrove, `utils/text.py` of 0.10.1) on bytes: lower case, numbers to 0,
 * punctuation and white space to one blank, marks off.
 * Invariant: `out` has room for three bytes a byte of text and 16 more.
 * Refuses: to know which letters have case; beside a capital sigma all below U+3000, wide and mathematical Latin have, but for marks.
 */
import { classOf, decodeAt, decodeBefore, decodedWidth } from './characters';
import { decimal, distanceMask, expansion, hangul, ignored, kindShift, letter, separator } from './folds';
import { writeCodePoint } from './json-lines';

const blank: u8 = 0x20;

function kindAt(at: usize, end: usize, table: usize): u32 {
  return at < end ? classOf(decodeAt(at, end), table) >> kindShift : separator;
}

function skipDecimals(from: usize, end: usize, table: usize): usize {
  let at = from;
  while (at < end && kindAt(at, end, table) === decimal) at += decodedWidth();
  return at;
}

/** Past a number: digits, and a decimal mark with digits behind it. */
function skipNumber(from: usize, end: usize, table: usize): usize {
  const at = skipDecimals(from, end, table);
  if (at >= end) return at;
  const code = decodeAt(at, end);
  const isMark =
    code === 0x2e || code === 0x2c || code === 0x60c || code === 0x66b || (code >= 0x2396 && code <= 0x2398);
  if (!isMark) return at;
  const fraction = at + decodedWidth();
  return kindAt(fraction, end, table) === decimal ? skipDecimals(fraction, end, table) : at;
}

function writeHangul(to: usize, code: u32): usize {
  const place = code - 0xac00;
  let next = writeCodePoint(to, 0x1100 + place / 588);
  next = writeCodePoint(next, 0x1161 + (place % 588) / 28);
  return place % 28 === 0 ? next : writeCodePoint(next, 0x11a7 + (place % 28));
}

function writeExpansion(to: usize, table: usize, entry: u32): usize {
  const list = table + (((entry & distanceMask) as usize) << 2);
  const count = load<u32>(list);
  let next = to;
  for (let place: u32 = 1; place <= count; place++)
    next = writeCodePoint(next, load<u32>(list + ((place as usize) << 2)) & distanceMask);
  return next;
}

/** Whether what stands between letters does not part them where case is concerned (a part of Unicode's Case_Ignorable). */
function isCaseIgnorable(code: u32, entry: u32): bool {
  if (entry >> kindShift === ignored) return true;
  return (
    code === 0x27 ||
    code === 0x2e ||
    code === 0x3a ||
    code === 0xb7 ||
    code === 0xad ||
    code === 0x2019 ||
    (code >= 0x200b && code <= 0x200f)
  );
}

/** Scripts with case: all below U+3000, wide Latin, and the mathematical alphabets. */
function hasCase(code: u32, entry: u32): bool {
  if (entry >> kindShift !== letter) return false;
  return code < 0x3000 || (code >= 0xff21 && code <= 0xff5a) || (code >= 0x1d400 && code <= 0x1d7cb);
}

/** Whether the sigma between `at` and `after` ends a word: a letter before it and none behind. */
function isFinalSigma(pointer: usize, at: usize, after: usize, end: usize, table: usize): bool {
  let isLed = false;
  for (let before = at; before > pointer && !isLed; ) {
    const code = decodeBefore(before, pointer);
    before -= decodedWidth();
    const entry = classOf(code, table);
    isLed = hasCase(code, entry) && !isCaseIgnorable(code, entry);
    if (!isLed && !isCaseIgnorable(code, entry)) return false;
  }
  for (let behind = after; behind < end; behind += decodedWidth()) {
    const code = decodeAt(behind, end);
    const entry = classOf(code, table);
    if (!isCaseIgnorable(code, entry)) return isLed && !hasCase(code, entry);
  }
  return isLed;
}

/** Writes the simplified text. @returns its length in bytes */
export function simplifyText(pointer: usize, length: usize, table: usize, out: usize): usize {
  const end = pointer + length;
  let at = pointer;
  let to = out;
  let isParted = false;
  while (at < end) {
    const code = decodeAt(at, end);
    const after = at + decodedWidth();
    const entry = classOf(code, table);
    const kind = entry >> kindShift;
    if (kind === separator) {
      isParted = true;
      at = after;
      continue;
    }
    if (isParted && to > out) {
      store<u8>(to, blank);
      to += 1;
    }
    isParted = false;
    if (kind === decimal) {
      store<u8>(to, 0x30);
      to += 1;
      at = skipNumber(at, end, table);
      continue;
    }
    if (kind === hangul) to = writeHangul(to, code);
    else if (kind === expansion) to = writeExpansion(to, table, entry);
    else if (code === 0x3a3 && isFinalSigma(pointer, at, after, end, table)) to = writeCodePoint(to, 0x3c2);
    else if (kind !== ignored) to = writeCodePoint(to, (code + entry) & distanceMask);
    at = after;
  }
  while (to > out && load<u8>(to - 1) === blank) to -= 1;
  return to - out;
}
