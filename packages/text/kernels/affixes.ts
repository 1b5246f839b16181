/**
 * Where spaCy 3.8 cuts a chunk: prefixes, suffixes and infixes of its English rules (`spacy/lang/punctuation.py`,
 * `spacy/lang/en/punctuation.py`), as lengths in bytes, 0 for none.
 * Invariant: of several suffixes the one that begins first; of several infixes at a place the first rule.
 */
import {
  classAt,
  classBefore,
  classOf,
  decodeAt,
  decodeBefore,
  decodedWidth,
  isAffix,
  isBeforeFullStop,
  isCurrency,
  isDigit,
  isIcon,
  isPrefix,
  isQuote,
  isSuffix,
  isTokenLetter,
  isTokenLower,
  isTokenUpper,
} from './characters';
import { hashToken, isIn } from './token-hash';

function isDigitByte(byte: u32): bool {
  return byte - 48 < 10;
}

function isDigitBefore(at: usize, start: usize): bool {
  return at > start && isDigitByte(load<u8>(at - 1));
}

/** How many bytes at the start are cut off. */
export function measurePrefix(start: usize, end: usize, classes: usize): usize {
  const code = decodeAt(start, end);
  const width = decodedWidth();
  if ((classOf(code, classes) & isPrefix) !== 0) return width;
  if (code === 0x2e) {
    let at = start + 1;
    while (at < end && load<u8>(at) === 0x2e) at += 1;
    return at - start >= 2 ? at - start : 0;
  }
  if (code === 0x2b) return start + 1 < end && isDigitByte(load<u8>(start, 1)) ? 0 : 1;
  if (code === 0x55 && start + 2 < end && load<u8>(start, 1) === 0x53 && load<u8>(start, 2) === 0x24)
    return 3;
  if ((code === 0x41 || code === 0x43) && start + 1 < end && load<u8>(start, 1) === 0x24) return 2;
  return 0;
}

/** A full stop (or several) at the end: how many bytes are cut off. */
function measureFullStops(start: usize, end: usize, classes: usize): usize {
  let at = end - 1;
  while (at > start && load<u8>(at - 1) === 0x2e) at -= 1;
  if (end - at >= 2) return end - at;
  if (at === start) return 0;
  const code = decodeBefore(at, start);
  const before = at - decodedWidth();
  const bits = classOf(code, classes);
  if ((bits & isBeforeFullStop) !== 0) return 1;
  const earlier = before > start ? decodeBefore(before, start) : 0;
  if (earlier === 0xb0 && (code === 0x46 || code === 0x43 || code === 0x4b)) return 1;
  const areUpper = (bits & isTokenUpper) !== 0 && (classOf(earlier, classes) & isTokenUpper) !== 0;
  return earlier !== 0 && areUpper ? 1 : 0;
}

/** A unit or a currency's letters behind a digit: how many bytes are cut off. */
function measureUnit(start: usize, end: usize, tables: usize): usize {
  const longest = load<u32>(tables, 56) as usize;
  let at = end;
  while (at > start && end - at <= longest && !isDigitByte(load<u8>(at - 1))) at -= 1;
  if (at === start || at === end || !isDigitBefore(at, start)) return 0;
  return isIn(hashToken(at, end), tables + 48) ? end - at : 0;
}

/** How many bytes at the end are cut off; `chunkBits` are all that the chunk's characters have. */
export function measureSuffix(start: usize, end: usize, tables: usize, chunkBits: u32): usize {
  if (start >= end) return 0;
  const classes = load<u32>(tables) as usize;
  const code = decodeBefore(end, start);
  const width: usize = decodedWidth();
  const at = end - width;
  const bits = classOf(code, classes);
  let length: usize = (bits & isSuffix) !== 0 ? width : 0;
  if (code === 0x2e) length = measureFullStops(start, end, classes);
  if (code === 0x2026 && at > start && decodeBefore(at, start) === 0x2026) length = 6;
  if ((code === 0x73 || code === 0x53) && at > start) {
    const quote = decodeBefore(at, start);
    if (quote === 0x27 || quote === 0x2019) length = width + decodedWidth();
  }
  if ((chunkBits & isDigit) === 0) return length;
  if ((code === 0x2b || (bits & isCurrency) !== 0) && isDigitBefore(at, start)) length = max(length, width);
  return max(length, measureUnit(start, end, tables));
}

function measureHyphen(at: usize, end: usize, code: u32, width: usize, classes: usize): usize {
  if ((classAt(at + width, end, classes) & isTokenLetter) !== 0) return width;
  if (code !== 0x2d && code !== 0x2014) return 0;
  let length = width;
  const most: u32 = code === 0x2d ? 3 : 2;
  for (let count: u32 = 2; count <= most; count++) {
    if (at + length >= end || decodeAt(at + length, end) !== code) return 0;
    length += width;
    if ((classAt(at + length, end, classes) & isTokenLetter) !== 0) return length;
  }
  return 0;
}

/** How many bytes at `at` part two tokens of a chunk that begins at `start`. */
export function measureInfix(start: usize, at: usize, end: usize, classes: usize): usize {
  const code = decodeAt(at, end);
  const width: usize = decodedWidth();
  const bits = classOf(code, classes);
  if ((bits & isAffix) === 0) return 0;
  if ((bits & isIcon) !== 0) return width;
  const before = classBefore(at, start, classes);
  if (code === 0x2e) {
    let behind = at + 1;
    while (behind < end && load<u8>(behind) === 0x2e) behind += 1;
    if (behind - at >= 2) return behind - at;
    if ((before & (isTokenLower | isQuote)) === 0) return 0;
    return (classAt(behind, end, classes) & (isTokenUpper | isQuote)) !== 0 ? 1 : 0;
  }
  const isSign = code === 0x2b || code === 0x2d || code === 0x2a || code === 0x5e;
  if (isSign && isDigitBefore(at, start) && at + 1 < end) {
    const after: u32 = load<u8>(at, 1);
    if (isDigitByte(after) || after === 0x2d) return 1;
  }
  if (code === 0x2c) {
    return (before & isTokenLetter) !== 0 && (classAt(at + 1, end, classes) & isTokenLetter) !== 0 ? 1 : 0;
  }
  if ((before & isTokenLetter) === 0 && !isDigitBefore(at, start)) return 0;
  if (code === 0x2d || code === 0x2013 || code === 0x2014 || code === 0x7e)
    return measureHyphen(at, end, code, width, classes);
  const isRelation = code === 0x3a || code === 0x3c || code === 0x3e || code === 0x3d || code === 0x2f;
  return isRelation && (classAt(at + 1, end, classes) & isTokenLetter) !== 0 ? 1 : 0;
}
