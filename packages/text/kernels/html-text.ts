/**
 * The text of HTML as it grows block by block: white space collapsed as a browser does, character references decoded, links and code
 * noted. Invariant: what is written is never longer than what was read. A line end between two characters of Chinese or Japanese is no
 * space. Refuses references that are not in its table; they stay as they are.
 */
const feed: u32 = 0x0a;
const space: u32 = 0x20;
const tick: u32 = 0x60;

/** Where the next byte of text goes, and where its block began. */
let to: usize = 0;
let blockStart: usize = 0;
/** 0, or the white space that waits for a next character: 1 a space, 2 one with a line end, 3 a line break. */
let pending: u32 = 0;
let isInLink: bool = false;
let isInCode: bool = false;
let numLinkBytes: u32 = 0;
/** Names of references: pairs of u32, hash and code point, in a table of a power of two. */
let references: usize = 0;
let referenceMask: u32 = 0;

export function beginText(out: usize, table: usize, mask: u32): void {
  to = out;
  blockStart = out;
  references = table;
  referenceMask = mask;
  pending = 0;
  isInLink = false;
  isInCode = false;
  numLinkBytes = 0;
}

/** Starts a block where the last one ended. */
export function beginBlock(): void {
  blockStart = to;
  pending = 0;
  isInCode = false;
  numLinkBytes = 0;
}

export function textStart(): usize {
  return blockStart;
}

export function textEnd(): usize {
  return to;
}

export function linkBytes(): u32 {
  return numLinkBytes;
}

export function setLink(isLink: bool): void {
  isInLink = isLink;
}

/** Begins or ends code within a line. */
export function setCode(isCode: bool): void {
  if (isCode === isInCode) return;
  if (isCode) {
    writePending(tick);
    put(tick);
  } else if (load<u8>(to - 1) === tick && to - 1 >= blockStart) to -= 1;
  else put(tick);
  isInCode = isCode;
}

/** Ends a line within a block. */
export function breakLine(): void {
  pending = 3;
}

/** Leaves a gap, as between the cells of a layout. */
export function leaveGap(): void {
  if (pending === 0) pending = 1;
}

function put(byte: u32): void {
  store<u8>(to, byte);
  to += 1;
}

function isWideLead(byte: u32): bool {
  return (byte >= 0xe3 && byte <= 0xe9) || byte === 0xef || byte === 0xf0;
}

/** Whether the last character written is one of three bytes that writes without spaces. */
function endsWide(): bool {
  return to - blockStart >= 3 && load<u8>(to - 1) >= 0x80 && isWideLead(load<u8>(to - 3));
}

/** Writes the white space that waits, before a byte that follows. */
function writePending(next: u32): void {
  const waiting = pending;
  pending = 0;
  if (waiting === 0 || to === blockStart) return;
  if (waiting === 3) put(feed);
  else if (waiting === 1 || !isWideLead(next) || !endsWide()) put(space);
}

export function hashByte(hash: u32, byte: u32): u32 {
  return (hash ^ byte) * 0x01000193;
}

/** The value of a hash in a table of pairs of u32, or 0. */
export function findValue(table: usize, mask: u32, hash: u32): u32 {
  let slot = hash & mask;
  while (true) {
    const entry = table + ((slot as usize) << 3);
    const value = load<u32>(entry, 4);
    if (value === 0 || load<u32>(entry) === hash) return value;
    slot = (slot + 1) & mask;
  }
}

/** Where a reference at `pointer` ends; its code point goes to `codePoint`. 0 where there is none. */
let codePoint: u32 = 0;
function readReference(pointer: usize, end: usize): usize {
  let at = pointer + 1;
  if (at < end && load<u8>(at) === 0x23) return readNumber(at + 1, end);
  let hash: u32 = 0x811c9dc5;
  const stop = min(end, at + 10);
  while (at < stop) {
    const byte = load<u8>(at) as u32;
    const isName = (byte | 0x20) - 0x61 < 26 || byte - 0x30 < 10;
    if (!isName) break;
    hash = hashByte(hash, byte);
    at += 1;
  }
  codePoint = findValue(references, referenceMask, hash);
  if (codePoint === 0) return 0;
  return at < end && load<u8>(at) === 0x3b ? at + 1 : 0;
}

function readNumber(pointer: usize, end: usize): usize {
  let at = pointer;
  const isHex = at < end && (load<u8>(at) | 0x20) === 0x78;
  if (isHex) at += 1;
  const first = at;
  let value: u32 = 0;
  while (at < end && value < 0x110000) {
    const byte = load<u8>(at) as u32;
    const letter = (byte | 0x20) - 0x61;
    if (byte - 0x30 < 10) value = value * (isHex ? 16 : 10) + (byte - 0x30);
    else if (isHex && letter < 6) value = value * 16 + letter + 10;
    else break;
    at += 1;
  }
  if (at === first) return 0;
  const isCharacter = value >= 0x20 && value < 0x110000 && (value < 0xd800 || value > 0xdfff);
  codePoint = isCharacter ? value : value === 9 || value === 10 ? value : 0xfffd;
  return at < end && load<u8>(at) === 0x3b ? at + 1 : at;
}

function putCodePoint(point: u32): void {
  if (point < 0x80) put(point);
  else if (point < 0x800) {
    put(0xc0 | (point >> 6));
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3f));
    put(0x80 | ((point >> 6) & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

/** The next byte that is a blank, a control or an ampersand, or `end`. */
function findSpecial(pointer: usize, end: usize): usize {
  let at = pointer;
  while (at + 16 <= end) {
    const bytes = v128.load(at);
    const marks = v128.or(i8x16.lt_u(bytes, i8x16.splat(0x21)), i8x16.eq(bytes, i8x16.splat(0x26)));
    const mask = i8x16.bitmask(marks);
    if (mask !== 0) return at + (ctz<i32>(mask) as usize);
    at += 16;
  }
  while (at < end && load<u8>(at) > 0x20 && load<u8>(at) !== 0x26) at += 1;
  return at;
}

function copyRun(from: usize, until: usize, end: usize): void {
  const length = until - from;
  if (length <= 16 && from + 16 <= end) {
    v128.store(to, v128.load(from));
  } else memory.copy(to, from, length);
  to += length;
}

/** Writes text from outside tags, white space collapsed. `end` is that of the page. */
export function writeText(from: usize, until: usize, end: usize): void {
  let at = from;
  const start = to;
  while (at < until) {
    const byte = load<u8>(at) as u32;
    if (byte <= space) {
      if (pending === 0) pending = 1;
      if (byte === feed && pending === 1) pending = 2;
      at += 1;
      continue;
    }
    if (byte === 0x26) {
      const after = readReference(at, until);
      const point: u32 = after === 0 ? 0x26 : codePoint;
      at = after === 0 ? at + 1 : after;
      if (point <= space || point === 0xa0) leaveGap();
      else {
        writePending(point < 0x80 ? point : 0xc3);
        putCodePoint(point);
      }
      continue;
    }
    const special = findSpecial(at, until);
    writePending(byte);
    copyRun(at, special, end);
    at = special;
  }
  if (isInLink) numLinkBytes += (to - start) as u32;
}

/** Writes preformatted text: only references are decoded and carriage returns dropped. */
export function writePreformatted(from: usize, until: usize): void {
  let at = from;
  pending = 0;
  while (at < until) {
    const byte = load<u8>(at) as u32;
    if (byte === 0x26) {
      const after = readReference(at, until);
      putCodePoint(after === 0 ? 0x26 : codePoint);
      at = after === 0 ? at + 1 : after;
      continue;
    }
    if (byte !== 0x0d) put(byte);
    at += 1;
  }
}

/** Puts a line end in preformatted text. */
export function putLineEnd(): void {
  put(feed);
}
