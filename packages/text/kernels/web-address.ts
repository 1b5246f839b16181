/**
 * Whether a chunk is one web address, as the `URL_MATCH` expression of spaCy 3.8 (`spacy/lang/tokenizer_exceptions.py`) has it:
 * scheme and user may be left out, the host is a public IPv4 address or labels with a top domain in lower case, port and path may follow.
 * Invariant: time is linear in the chunk's length. Digits of an IPv4 address are ASCII only.
 */
import {
  classAt,
  classOf,
  decodeAt,
  decodedWidth,
  isDecimal,
  isLabel,
  isTokenLower,
  isWordCharacter,
} from './characters';

const colon: u32 = 0x3a;
const slash: u32 = 0x2f;
const question: u32 = 0x3f;
const hash: u32 = 0x23;
const fullStop: u32 = 0x2e;

function endsHost(byte: u32): bool {
  return byte === colon || byte === slash || byte === question || byte === hash;
}

function isPathStart(byte: u32): bool {
  return byte === slash || byte === question || byte === hash;
}

function isTailAccepted(at: usize, end: usize, table: usize): bool {
  if (at >= end) return true;
  if (isPathStart(load<u8>(at))) return true;
  let next = at + 1;
  let digits: u32 = 0;
  while (next < end && (classAt(next, end, table) & isDecimal) !== 0) {
    next += decodedWidth();
    digits += 1;
  }
  return digits >= 2 && digits <= 5 && (next === end || isPathStart(load<u8>(next)));
}

/** Whether labels and a top domain stand from `start` on, with an accepted rest. */
function isDomain(start: usize, end: usize, table: usize): bool {
  let at = start;
  let labels: u32 = 0;
  let chars: u32 = 0;
  let isLabelGood = true;
  let isTopGood = true;
  let isEdge = false;
  while (at < end) {
    const code = decodeAt(at, end);
    const width = decodedWidth();
    if (endsHost(code)) break;
    if (code === fullStop) {
      if (chars === 0 || chars > 64 || !isLabelGood || !isEdge) return false;
      labels += 1;
      chars = 0;
      isTopGood = true;
    } else {
      const bits = classOf(code, table);
      const isEdgeCharacter = (bits & isLabel) !== 0;
      const isInner = isEdgeCharacter || code === 0x5f || code === 0x2d;
      const isTop = (bits & isTokenLower) !== 0;
      if (!isInner && !isTop) return false;
      if (chars === 0) isLabelGood = isEdgeCharacter;
      else if (!isInner) isLabelGood = false;
      isTopGood = isTopGood && isTop;
      isEdge = isEdgeCharacter;
      chars += 1;
    }
    at += width;
  }
  return labels > 0 && isTopGood && chars >= 2 && chars <= 63 && isTailAccepted(at, end, table);
}

/** A group of an IPv4 address as a number, or -1; `place` is 0 to 3. */
function readGroup(at: usize, numDigits: u32, place: u32): i32 {
  let value: i32 = 0;
  for (let digit: u32 = 0; digit < numDigits; digit++)
    value = value * 10 + ((load<u8>(at + digit) as i32) - 48);
  const isOuter = place === 0 || place === 3;
  const leads = load<u8>(at) === 48;
  if (isOuter && leads) return -1;
  if (numDigits === 3 && leads) return -1;
  if (place === 0 && value > 223) return -1;
  if (place === 3 && value > 254) return -1;
  return value > 255 ? -1 : value;
}

function isPrivate(first: i32, second: i32): bool {
  if (first === 10 || first === 127) return true;
  if ((first === 169 && second === 254) || (first === 192 && second === 168)) return true;
  return first === 172 && second >= 16 && second <= 31;
}

function isAddress(start: usize, end: usize, table: usize): bool {
  let at = start;
  let first: i32 = 0;
  let second: i32 = 0;
  for (let place: u32 = 0; place < 4; place++) {
    let digits: u32 = 0;
    while (at + digits < end && digits < 4 && (load<u8>(at + digits) as u32) - 48 < 10) digits += 1;
    if (digits === 0 || digits > 3) return false;
    const value = readGroup(at, digits, place);
    if (value < 0) return false;
    if (place === 0) first = value;
    if (place === 1) second = value;
    at += digits;
    if (place < 3) {
      if (at >= end || load<u8>(at) !== fullStop) return false;
      at += 1;
    }
  }
  if (isPrivate(first, second)) return false;
  if (at < end && !endsHost(load<u8>(at))) return false;
  return isTailAccepted(at, end, table);
}

function isHost(start: usize, end: usize, table: usize): bool {
  if (start >= end) return false;
  return isDomain(start, end, table) || isAddress(start, end, table);
}

/** Where the host begins behind `scheme://`, or 0. */
function skipScheme(start: usize, end: usize, table: usize): usize {
  let at = start;
  let chars: u32 = 0;
  while (at < end) {
    const code = decodeAt(at, end);
    const width = decodedWidth();
    if (code === colon) {
      const isScheme = chars >= 2 && at + 2 < end && load<u8>(at, 1) === slash && load<u8>(at, 2) === slash;
      return isScheme ? at + 3 : 0;
    }
    const isInside = code === 0x2b || code === 0x2d || code === fullStop;
    if (!isInside && (classOf(code, table) & isWordCharacter) === 0) return 0;
    chars += 1;
    at += width;
  }
  return 0;
}

/** Whether the bytes from `start` to `end`, without white space, are one web address. */
export function isWebAddress(start: usize, end: usize, table: usize): bool {
  let hasFullStop = false;
  for (let at = start; at < end; at++) {
    if (load<u8>(at) === fullStop) {
      hasFullStop = true;
      break;
    }
  }
  if (!hasFullStop) return false;
  if (isHost(start, end, table)) return true;
  const behind = skipScheme(start, end, table);
  if (behind !== 0 && isHost(behind, end, table)) return true;
  for (let at = start + 1; at < end; at++) {
    if (load<u8>(at) === 0x40 && isHost(at + 1, end, table)) return true;
  }
  return false;
}
