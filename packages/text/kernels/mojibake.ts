/**
 * Whether a text may hold UTF-8 that was read as Latin-1 or Windows-1252: a first look, so that most texts never become strings.
 * Invariant: 1 wherever `src/repair/repair-mojibake.ts` would change something; 1 elsewhere only costs time.
 */

/** The length of a character that stands for a byte from 0x80 to 0xbf, or 0. */
function measureAfter(pointer: usize, end: usize): usize {
  if (pointer + 2 > end) return 0;
  const first = load<u8>(pointer) as u32;
  const second = load<u8>(pointer, 1) as u32;
  if (first === 0xc2) return 2;
  if (first === 0xc5)
    return second === 0x92 || second === 0x93 || second === 0xa0 || second === 0xa1 || second >= 0xb8 ? 2 : 0;
  if (first === 0xc6) return second === 0x92 ? 2 : 0;
  if (first === 0xcb) return second === 0x86 || second === 0x9c ? 2 : 0;
  return first === 0xe2 && (second === 0x80 || second === 0x82 || second === 0x84) ? 3 : 0;
}

/** Whether a character of three bytes closes what French puts a no-break space before: one of ’ ” – — … › */
function isClosing(pointer: usize): bool {
  if (load<u16>(pointer) !== 0x80e2) return false;
  const third = load<u8>(pointer, 2) as u32;
  return (
    third === 0x93 || third === 0x94 || third === 0x99 || third === 0x9d || third === 0xa6 || third === 0xba
  );
}

/** Whether the byte that the character after 0xc3 stands for, and those behind it, could be one of UTF-8. */
function beginsRun(pointer: usize, end: usize): bool {
  const lead = load<u8>(pointer, 1) as u32;
  if (lead < 0x82 || lead > 0xb4) return false;
  let needed: i32 = lead < 0xa0 ? 1 : lead < 0xb0 ? 2 : 3;
  let at = pointer + 2;
  // "é »": French puts a no-break space before what closes.
  if (needed === 2 && at + 4 <= end && load<u16>(at) === 0xa0c2) {
    const closing = measureAfter(at + 2, end);
    const isMark = (closing === 3 && isClosing(at + 2)) || (closing === 2 && load<u16>(at + 2) === 0xbbc2);
    if (isMark && measureAfter(at + 2 + closing, end) === 0 && !isLead(at + 2 + closing, end)) return false;
  }
  while (needed > 0) {
    const size = measureAfter(at, end);
    if (size === 0) return false;
    at += size;
    needed -= 1;
  }
  return true;
}

function isLead(pointer: usize, end: usize): bool {
  return pointer < end && load<u8>(pointer) === 0xc3;
}

/** 1 if UTF-8 text may hold such a run. */
export function hasMojibake(pointer: usize, length: usize): i32 {
  const end = pointer + length;
  let at = pointer;
  while (at + 4 <= end) {
    if (at + 16 <= end) {
      const mask = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0xc3 as i8)));
      if (mask === 0) {
        at += 16;
        continue;
      }
      at += ctz<i32>(mask) as usize;
    } else if (load<u8>(at) !== 0xc3) {
      at += 1;
      continue;
    }
    if (at + 4 <= end && beginsRun(at, end)) return 1;
    at += 1;
  }
  return 0;
}
