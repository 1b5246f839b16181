/**
 * Whether bytes are UTF-8, and UTF-8 made of bytes that are not quite.
 * Invariant: the check is that of RFC 3629, 16 bytes at a time by the table look-ups of Keiser and Lemire (https://arxiv.org/abs/2010.03090,
 * as in simdutf); the repair is that of the WHATWG Encoding Standard: one U+FFFD for each longest piece that could have begun a character.
 * Refuses to guess another encoding.
 */
const tooShort: i32 = 1;
const tooLong: i32 = 2;
const overlong3: i32 = 4;
const tooLarge: i32 = 8;
const surrogate: i32 = 16;
const overlong2: i32 = 32;
const tooLarge1000: i32 = 64;
const overlong4: i32 = 64;
const twoContinuations: i32 = 128;
const carry: i32 = tooShort | tooLong | twoContinuations;
const large: i32 = carry | tooLarge | tooLarge1000;
const continued: i32 = tooLong | overlong2 | twoContinuations;

/** Sixteen bytes that end a text, zeroes behind them. */
const tail: usize = memory.data(16);

function table(first: u64, second: u64): v128 {
  return i64x2.replace_lane(i64x2.splat(first as i64), 1, second as i64);
}

function pack(a: i32, b: i32, c: i32, d: i32): u64 {
  return (a as u64) | ((b as u64) << 8) | ((c as u64) << 16) | ((d as u64) << 24);
}

const longs: u64 = 0x0202020202020202;
const shorts: u64 = 0x0101010101010101;
const byte1High2: u64 =
  pack(twoContinuations, twoContinuations, twoContinuations, twoContinuations) |
  (pack(
    tooShort | overlong2,
    tooShort,
    tooShort | overlong3 | surrogate,
    tooShort | tooLarge | tooLarge1000 | overlong4,
  ) <<
    32);
const byte1Low1: u64 =
  pack(carry | overlong3 | overlong2 | overlong4, carry | overlong2, carry, carry) |
  (pack(carry | tooLarge, large, large, large) << 32);
const byte1Low2: u64 =
  pack(large, large, large, large) | (pack(large, large | surrogate, large, large) << 32);
const byte2High2: u64 =
  pack(
    continued | overlong3 | tooLarge1000 | overlong4,
    continued | overlong3 | tooLarge,
    continued | surrogate | tooLarge,
    continued | surrogate | tooLarge,
  ) |
  (pack(tooShort, tooShort, tooShort, tooShort) << 32);

/** The bytes as they stand one, two or three places earlier. */
function shiftOne(before: v128, bytes: v128): v128 {
  return i8x16.shuffle(before, bytes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
}

function shiftTwo(before: v128, bytes: v128): v128 {
  return i8x16.shuffle(before, bytes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
}

function shiftThree(before: v128, bytes: v128): v128 {
  return i8x16.shuffle(before, bytes, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
}

/** Bits set where the bytes, with those before them, cannot be UTF-8. */
function findErrors(bytes: v128, before: v128): v128 {
  const previous = shiftOne(before, bytes);
  const byte1High = i8x16.swizzle(table(longs, byte1High2), i8x16.shr_u(previous, 4));
  const byte1Low = i8x16.swizzle(table(byte1Low1, byte1Low2), v128.and(previous, i8x16.splat(0x0f)));
  const byte2High = i8x16.swizzle(table(shorts, byte2High2), i8x16.shr_u(bytes, 4));
  const special = v128.and(v128.and(byte1High, byte1Low), byte2High);
  const third = i8x16.sub_sat_u(shiftTwo(before, bytes), i8x16.splat((0xe0 - 0x80) as i8));
  const fourth = i8x16.sub_sat_u(shiftThree(before, bytes), i8x16.splat((0xf0 - 0x80) as i8));
  return v128.xor(v128.and(v128.or(third, fourth), i8x16.splat(0x80 as i8)), special);
}

/** 1 if the bytes are UTF-8. */
export function isUtf8(pointer: usize, length: usize): i32 {
  const end = pointer + length;
  let at = pointer;
  let before = i64x2.splat(0);
  let errors = i64x2.splat(0);
  while (at + 16 <= end) {
    const bytes = v128.load(at);
    // ASCII after ASCII needs no look; ASCII after anything else shows what was cut off.
    if (i8x16.bitmask(v128.or(bytes, before)) !== 0) {
      errors = v128.or(errors, findErrors(bytes, before));
    }
    before = bytes;
    at += 16;
  }
  memory.fill(tail, 0, 16);
  memory.copy(tail, at, end - at);
  errors = v128.or(errors, findErrors(v128.load(tail), before));
  return v128.any_true(errors) ? 0 : 1;
}

/** The lowest and highest second byte after a lead, as two bytes of a number. */
function secondRange(lead: u32): u32 {
  if (lead === 0xe0) return 0xa0bf;
  if (lead === 0xed) return 0x809f;
  if (lead === 0xf0) return 0x90bf;
  return lead === 0xf4 ? 0x808f : 0x80bf;
}

/** The length of the character at `pointer`, or minus the length of the piece that could have begun one. */
function measureCharacter(pointer: usize, end: usize): i32 {
  const lead = load<u8>(pointer) as u32;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const needed: i32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const range = secondRange(lead);
  for (let place: i32 = 1; place < needed; place += 1) {
    if (pointer + (place as usize) >= end) return -place;
    const byte = load<u8>(pointer + (place as usize)) as u32;
    const lowest: u32 = place === 1 ? range >> 8 : 0x80;
    const highest: u32 = place === 1 ? range & 0xff : 0xbf;
    if (byte < lowest || byte > highest) return -place;
  }
  return needed;
}

/**
 * Writes UTF-8 to `out`, which has room for three times the length.
 * @param numReplaced where the number of U+FFFD put in goes, as u32
 * @returns its length in bytes
 */
export function repairUtf8(pointer: usize, length: usize, out: usize, numReplaced: usize): usize {
  const end = pointer + length;
  let at = pointer;
  let to = out;
  let count: u32 = 0;
  while (at < end) {
    if (at + 16 <= end && i8x16.bitmask(v128.load(at)) === 0) {
      v128.store(to, v128.load(at));
      at += 16;
      to += 16;
      continue;
    }
    const measured = measureCharacter(at, end);
    if (measured > 0) {
      memory.copy(to, at, measured as usize);
      at += measured as usize;
      to += measured as usize;
      continue;
    }
    store<u8>(to, 0xef);
    store<u8>(to, 0xbf, 1);
    store<u8>(to, 0xbd, 2);
    to += 3;
    at += -measured as usize;
    count += 1;
  }
  store<u32>(numReplaced, count);
  return to - out;
}
