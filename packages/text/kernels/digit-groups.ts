/**
 * A number as it is written: groups of digits with one blank, hyphen or point between them.
 * Invariant: at most 8 groups and 24 digits are read; the digits of all lie behind one another.
 */
import { characterAt, isDigit } from './number-window';

const maxGroups: i32 = 8;
const maxDigits: i32 = 24;
const digits: usize = memory.data(32);
const sizes: usize = memory.data(8);
const ends: usize = memory.data(8);
const separators: usize = memory.data(8);
let numGroups: i32 = 0;

/** Reads the groups that begin at a place of the window. @returns how many there are */
export function readGroups(place: i32): i32 {
  let at = place;
  let count: i32 = 0;
  numGroups = 0;
  while (numGroups < maxGroups && isDigit(characterAt(at))) {
    const start = count;
    while (isDigit(characterAt(at)) && count < maxDigits) {
      store<u8>(digits + (count as usize), characterAt(at));
      count += 1;
      at += 1;
    }
    const slot = numGroups as usize;
    store<u8>(sizes + slot, count - start);
    store<u8>(ends + slot, at);
    const separator = characterAt(at);
    store<u8>(separators + slot, separator);
    numGroups += 1;
    if (separator !== 0x20 && separator !== 0x2d && separator !== 0x2e) break;
    at += 1;
  }
  return numGroups;
}

/** Digits of a group, 0 where there is none. */
export function sizeOf(group: i32): i32 {
  return group < numGroups ? (load<u8>(sizes + (group as usize)) as i32) : 0;
}

/** The place of the window behind a group. */
export function groupEnd(group: i32): i32 {
  return load<u8>(ends + (group as usize)) as i32;
}

/** What stands behind a group. */
export function separatorAfter(group: i32): u32 {
  return load<u8>(separators + (group as usize)) as u32;
}

/** Where all digits lie. */
export function digitsAt(place: i32): usize {
  return digits + (place as usize);
}

/** The number that `count` digits from a place on make. */
export function digitsValue(place: i32, count: i32): u32 {
  let value: u32 = 0;
  for (let at = place; at < place + count; at += 1)
    value = value * 10 + (load<u8>(digits + (at as usize)) as u32) - 0x30;
  return value;
}

/** Whether the groups before the last of `count` are parted by one and the same sign. */
export function isEvenlyParted(count: i32): bool {
  const first = separatorAfter(0);
  for (let group: i32 = 1; group < count - 1; group += 1) if (separatorAfter(group) !== first) return false;
  return true;
}
