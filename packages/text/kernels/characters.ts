/**
 * Code points of UTF-8 and what they are to the rules: one word of bits a character, from a table of 256-character blocks that
 * `src/statistics/character-table.ts` writes.
 * Invariant: reads only between the bounds given; a byte that begins no character is U+FFFD, one byte wide.
 */
export const isSpace: u32 = 1 << 0;
export const isLineBreak: u32 = 1 << 1;
export const isLetter: u32 = 1 << 2;
export const isAlphanumeric: u32 = 1 << 3;
export const isDecimal: u32 = 1 << 4;
export const isWordCharacter: u32 = 1 << 5;
export const isPunctuation: u32 = 1 << 6;
export const isSymbol: u32 = 1 << 7;
export const isTerminal: u32 = 1 << 8;
export const isSentenceEnd: u32 = 1 << 9;
export const isPrefix: u32 = 1 << 10;
export const isSuffix: u32 = 1 << 11;
export const isBeforeFullStop: u32 = 1 << 12;
export const isTokenLetter: u32 = 1 << 13;
export const isTokenLower: u32 = 1 << 14;
export const isTokenUpper: u32 = 1 << 15;
export const isQuote: u32 = 1 << 16;
export const isIcon: u32 = 1 << 17;
export const isLabel: u32 = 1 << 18;
export const isCurrency: u32 = 1 << 19;
export const isAffix: u32 = 1 << 20;
export const isHan: u32 = 1 << 21;
export const isTraditional: u32 = 1 << 22;
export const isDigit: u32 = 1 << 23;
export const isSpecialCharacter: u32 = 1 << 24;

const replacement: u32 = 0xfffd;
let lastWidth: u32 = 1;

/** Bytes of the character that was decoded last. */
export function decodedWidth(): u32 {
  return lastWidth;
}

/** The code point at `at`; it may read up to `end`. */
export function decodeAt(at: usize, end: usize): u32 {
  const first: u32 = load<u8>(at);
  lastWidth = 1;
  if (first < 0x80) return first;
  if (first < 0xc2) return replacement;
  if (first < 0xe0) {
    if (at + 1 >= end) return replacement;
    lastWidth = 2;
    return ((first & 0x1f) << 6) | (load<u8>(at, 1) & 0x3f);
  }
  if (first < 0xf0) {
    if (at + 2 >= end) return replacement;
    lastWidth = 3;
    return ((first & 0x0f) << 12) | (((load<u8>(at, 1) as u32) & 0x3f) << 6) | (load<u8>(at, 2) & 0x3f);
  }
  if (at + 3 >= end || first > 0xf4) return replacement;
  lastWidth = 4;
  const high = ((first & 0x07) << 18) | (((load<u8>(at, 1) as u32) & 0x3f) << 12);
  const code = high | (((load<u8>(at, 2) as u32) & 0x3f) << 6) | (load<u8>(at, 3) & 0x3f);
  return code > 0x10ffff ? replacement : code;
}

/** The code point that ends at `at`; it may read down to `start`. */
export function decodeBefore(at: usize, start: usize): u32 {
  let from = at - 1;
  while (from > start && at - from < 4 && (load<u8>(from) & 0xc0) === 0x80) from -= 1;
  const code = decodeAt(from, at);
  if (from + lastWidth === at) return code;
  lastWidth = 1;
  return replacement;
}

/** The bits of a code point; `table` holds a pointer for each 256 of them. */
export function classOf(code: u32, table: usize): u32 {
  return load<u32>((load<u32>(table + ((code >> 8) << 2)) as usize) + ((code & 255) << 2));
}

/** The bits of the character at `at`, or 0 at the end. */
export function classAt(at: usize, end: usize, table: usize): u32 {
  return at < end ? classOf(decodeAt(at, end), table) : 0;
}

/** The bits of the character that ends at `at`, or 0 at the start. */
export function classBefore(at: usize, start: usize, table: usize): u32 {
  return at > start ? classOf(decodeBefore(at, start), table) : 0;
}
