/**
 * A stretch of text from the beginning of a word with a digit in it, as plain ASCII: full-width forms, no-break spaces and no-break
 * hyphens are made plain, so that each rule is written once.
 * Invariant: a character here knows the pointer that it came from; behind the last one stands 0.
 * Refuses: to go beyond a line's end, a second blank, or a character that no number is written with.
 */
const maxCharacters: i32 = 72;
const characters: usize = memory.data(80);
const places: usize = memory.data(320);
let numCharacters: i32 = 0;
let lastWidth: usize = 1;
let limit: usize = 0;

/** The plain form of the character at `at`: ASCII as it is, 0x80 for what has none. */
export function plainAt(at: usize, end: usize): u32 {
  const byte = load<u8>(at) as u32;
  lastWidth = 1;
  if (byte < 0x80) return byte;
  if (byte === 0xc2 && at + 1 < end && load<u8>(at, 1) === 0xa0) {
    lastWidth = 2;
    return 0x20;
  }
  if (at + 2 >= end) return 0x80;
  const second = load<u8>(at, 1) as u32;
  const third = load<u8>(at, 2) as u32;
  lastWidth = 3;
  if (byte === 0xef && second === 0xbc && third > 0x80) return third - 0x60;
  if (byte === 0xef && second === 0xbd && third < 0x9f) return third - 0x20;
  if (byte === 0xe3 && second === 0x80 && third === 0x80) return 0x20;
  if (byte === 0xe2 && second === 0x80 && third === 0x91) return 0x2d;
  lastWidth = 1;
  return 0x80;
}

/** Bytes of the character read last. */
export function plainWidth(): usize {
  return lastWidth;
}

/** The plain form of the character that ends at `at`, 0 at the start. */
export function plainBefore(at: usize, start: usize): u32 {
  lastWidth = 1;
  if (at <= start) return 0;
  const byte = load<u8>(at - 1) as u32;
  if (byte < 0x80) return byte;
  if (at >= start + 3) {
    const plain = plainAt(at - 3, at);
    if (lastWidth === 3) return plain;
  }
  if (at >= start + 2) {
    const plain = plainAt(at - 2, at);
    if (lastWidth === 2) return plain;
  }
  lastWidth = 1;
  return 0x80;
}

export function isDigit(byte: u32): bool {
  return byte - 0x30 < 10;
}

export function isCapital(byte: u32): bool {
  return byte - 0x41 < 26;
}

export function isAlphanumeric(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 26;
}

/** Letters, digits and the underscore. */
export function isWordByte(byte: u32): bool {
  return isAlphanumeric(byte) || byte === 0x5f;
}

function isWritten(byte: u32): bool {
  return (
    isWordByte(byte) || byte === 0x20 || byte === 0x2b || (byte >= 0x28 && byte <= 0x29) || byte - 0x2d < 3
  );
}

/** Fills the window from `start`. @returns its characters */
export function fillWindow(start: usize, end: usize): i32 {
  let at = start;
  let last: u32 = 0;
  numCharacters = 0;
  limit = end;
  while (at < end && numCharacters < maxCharacters) {
    const plain = plainAt(at, end);
    if (!isWritten(plain) || (plain === 0x20 && last === 0x20)) break;
    store<u8>(characters + (numCharacters as usize), plain);
    store<u32>(places + ((numCharacters as usize) << 2), at as u32);
    numCharacters += 1;
    last = plain;
    at += lastWidth;
  }
  store<u8>(characters + (numCharacters as usize), 0);
  store<u32>(places + ((numCharacters as usize) << 2), at as u32);
  return numCharacters;
}

/** The character at a place of the window, 0 behind the last. */
export function characterAt(place: i32): u32 {
  return place < numCharacters ? (load<u8>(characters + (place as usize)) as u32) : 0;
}

/** Where the window's characters lie. */
export function windowAt(place: i32): usize {
  return characters + (place as usize);
}

/** The pointer into the text that a place of the window came from. */
export function placeOf(place: i32): usize {
  return load<u32>(places + ((place as usize) << 2)) as usize;
}

/** The three bytes of the text at a place of the window as one number, 0 where it ends before. */
export function threeBytesAt(place: i32): u32 {
  const at = placeOf(place);
  return at + 3 <= limit ? load<u16>(at) | ((load<u8>(at, 2) as u32) << 16) : 0;
}

/** Past the letters, digits and underscores at a place of the window. */
export function wordEnd(place: i32): i32 {
  let at = place;
  while (isWordByte(characterAt(at))) at += 1;
  return at;
}

/** Whether a number may end before a place: neither a word nor a decimal, nor a further part after a hyphen, goes on. */
export function isEnded(place: i32): bool {
  const next = characterAt(place);
  if (isWordByte(next)) return false;
  if (next === 0x2d || next === 0x2e || next === 0x2f) return !isAlphanumeric(characterAt(place + 1));
  return true;
}
