/**
 * UTF-8 text without what no reader sees: control characters, byte order marks, zero-width and bidirectional marks, terminal colours;
 * with `\n` for every line end and plain spaces for typographic ones; full-width forms as ASCII where that is asked for.
 * Invariant: expects UTF-8 and gives UTF-8, never longer; cleaning twice changes nothing. Joiners stay between characters of scripts that
 * need them and go beside ASCII.
 * Refuses to touch blanks, empty lines and the ideographic space (unless full-width forms are folded).
 */
const feed: u32 = 0x0a;
const drop: u32 = 0xffffffff;
const keep: u32 = 0xfffffffe;

/** Offset of the next byte that may begin something to clean, or `end`. */
function findSuspect(pointer: usize, end: usize): usize {
  let at = pointer;
  while (at + 16 <= end) {
    const bytes = v128.load(at);
    const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
    const isBlank = v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x09)));
    let suspects = v128.andnot(controls, isBlank);
    suspects = v128.or(suspects, i8x16.eq(bytes, i8x16.splat(0x7f)));
    suspects = v128.or(suspects, i8x16.eq(bytes, i8x16.splat(0xc2 as i8)));
    // 0xe1, 0xe2, 0xe3 and 0xef: the leads of marks, typographic spaces and full-width forms.
    const leads = i8x16.sub(bytes, i8x16.splat(0xe1 as i8));
    suspects = v128.or(suspects, i8x16.lt_u(leads, i8x16.splat(3)));
    suspects = v128.or(suspects, i8x16.eq(bytes, i8x16.splat(0xef as i8)));
    const mask = i8x16.bitmask(suspects);
    if (mask !== 0) return at + (ctz<i32>(mask) as usize);
    at += 16;
  }
  while (at < end) {
    const byte = load<u8>(at) as u32;
    const isPlain = (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x09;
    const isSafeLead = byte >= 0x80 && byte !== 0xc2 && (byte < 0xe1 || byte > 0xe3) && byte !== 0xef;
    if (!isPlain && !isSafeLead) return at;
    at += 1;
  }
  return end;
}

function isJoiner(pointer: usize, end: usize): bool {
  return (
    pointer + 3 <= end &&
    load<u16>(pointer) === 0x80e2 &&
    (load<u8>(pointer, 2) === 0x8c || load<u8>(pointer, 2) === 0x8d)
  );
}

/** What a character of three bytes becomes: a code, `drop` or `keep`. */
function judgeThree(first: u32, second: u32, third: u32, foldsWide: bool): u32 {
  if (first === 0xe2 && second === 0x80) {
    if (third <= 0x8a || third === 0xaf) return 0x20;
    if (third === 0xa8 || third === 0xa9) return feed;
    if (third === 0x8b || third === 0x8e || third === 0x8f || (third >= 0xaa && third <= 0xae)) return drop;
    return keep;
  }
  if (first === 0xe2 && second === 0x81) {
    if (third === 0x9f) return 0x20;
    return third === 0xa0 || (third >= 0xa6 && third <= 0xa9) ? drop : keep;
  }
  if (first === 0xe1) return second === 0x9a && third === 0x80 ? 0x20 : keep;
  if (first === 0xef && second === 0xbb) return third === 0xbf ? drop : keep;
  if (!foldsWide) return keep;
  if (first === 0xe3) return second === 0x80 && third === 0x80 ? 0x20 : keep;
  const code = ((second & 0x3f) << 6) | (third & 0x3f);
  return first === 0xef && code >= 0xf01 && code <= 0xf5e ? code - 0xee0 : keep;
}

/** The end of a terminal's colour sequence whose escape is at `pointer`. */
function skipColour(pointer: usize, end: usize): usize {
  if (pointer + 1 >= end || load<u8>(pointer, 1) !== 0x5b) return pointer + 1;
  let at = pointer + 2;
  while (at < end && (load<u8>(at) === 0x3b || (load<u8>(at) as u32) - 0x30 < 10)) at += 1;
  return at < end && ((load<u8>(at) | 0x20) as u32) - 0x61 < 26 ? at + 1 : pointer + 1;
}

/**
 * Cleans a text into `out`, which has room for its length and 16 bytes more.
 * @param foldsWide 1 to make full-width forms ASCII
 * @returns the length in bytes of what was written
 */
export function cleanText(pointer: usize, length: usize, out: usize, foldsWide: u32): usize {
  const end = pointer + length;
  let at = pointer;
  let to = out;
  while (true) {
    const suspect = findSuspect(at, end);
    memory.copy(to, at, suspect - at);
    to += suspect - at;
    at = suspect;
    if (at >= end) return to - out;
    const first = load<u8>(at) as u32;
    let size: usize = 1;
    let becomes: u32 = drop;
    if (first === 0x0d || first === 0x0b || first === 0x0c) {
      becomes = feed;
      if (first === 0x0d && at + 1 < end && load<u8>(at, 1) === 0x0a) size = 2;
    } else if (first === 0x1b) size = skipColour(at, end) - at;
    else if (first === 0xc2) {
      size = 2;
      const second: u32 = at + 1 < end ? load<u8>(at, 1) : 0;
      if (second === 0x85) becomes = feed;
      else if (second === 0xa0) becomes = 0x20;
      else if (second >= 0xa0 && second !== 0xad) becomes = keep;
    } else if (first >= 0xe0) {
      size = 3;
      if (isJoiner(at, end)) {
        let after = at;
        while (isJoiner(after, end)) after += 3;
        const isBeside = to === out || load<u8>(to - 1) < 0x80 || after >= end || load<u8>(after) < 0x80;
        size = after - at;
        becomes = isBeside ? drop : keep;
      } else if (at + 3 <= end)
        becomes = judgeThree(first, load<u8>(at, 1), load<u8>(at, 2), foldsWide !== 0);
    }
    if (becomes === keep) {
      memory.copy(to, at, size);
      to += size;
    } else if (becomes !== drop) {
      store<u8>(to, becomes);
      to += 1;
    }
    at += size;
  }
}

/** How many control bytes a text has that belong to no line; all ones if one of them is NUL. */
export function countControls(pointer: usize, length: usize): u32 {
  const end = pointer + length;
  let at = pointer;
  let count: u32 = 0;
  while (at < end) {
    if (at + 16 <= end && !v128.any_true(i8x16.lt_u(v128.load(at), i8x16.splat(0x08)))) {
      const bytes = v128.load(at);
      const late = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x0e)), i8x16.splat(0x12));
      const odd = v128.or(late, i8x16.eq(bytes, i8x16.splat(0x7f)));
      const escapes = i8x16.eq(bytes, i8x16.splat(0x1b));
      count += popcnt<u32>(i8x16.bitmask(v128.andnot(odd, escapes)));
      at += 16;
      continue;
    }
    const byte = load<u8>(at) as u32;
    if (byte === 0) return 0xffffffff;
    if (byte === 0x7f || (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b)) count += 1;
    at += 1;
  }
  return count;
}
