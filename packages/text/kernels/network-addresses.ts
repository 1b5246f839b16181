/**
 * Addresses of the Internet Protocol around a word with a digit in it.
 * Invariant: each rule gives the pointer behind its address, or 0; ranges that name no one (private, loopback, documentation, multicast)
 * are found only when asked for (RFC 6890).
 * Refuses: four numbers below ten, which are a version or a chapter far more often.
 */
import { isAlphanumeric, isDigit } from './number-window';

let value: u32 = 0;
let isReserved: bool = false;

/** Reads up to three digits without a leading zero as a number below 256 into `value`. @returns the pointer behind them, or 0 */
function readOctet(pointer: usize, end: usize): usize {
  let at = pointer;
  value = 0;
  while (at < end && isDigit(load<u8>(at)) && at < pointer + 4) {
    value = value * 10 + (load<u8>(at) as u32) - 0x30;
    at += 1;
  }
  if (at === pointer || value > 255 || (at > pointer + 1 && load<u8>(pointer) === 0x30)) return 0;
  return at;
}

function isReservedAddress(address: u32): bool {
  const first = address >> 24;
  if (first === 0 || first === 10 || first === 127 || first >= 224) return true;
  const two = address >> 16;
  if (two === 0xa9fe || two === 0xc0a8 || two >> 4 === 0xac1 || address >> 22 === 0x191) return true;
  const three = address >> 8;
  return (
    three === 0xc00000 ||
    three === 0xc00002 ||
    three === 0xc63364 ||
    three === 0xcb0071 ||
    address >> 17 === 0x6309
  );
}

/** An IPv4 address that begins at `pointer`. */
export function matchIpv4(pointer: usize, end: usize, passesReserved: bool): usize {
  let at = pointer;
  let address: u32 = 0;
  let isSmall = true;
  for (let octet: i32 = 0; octet < 4; octet += 1) {
    if (octet > 0) {
      if (at >= end || load<u8>(at) !== 0x2e) return 0;
      at += 1;
    }
    at = readOctet(at, end);
    if (at === 0) return 0;
    if (value > 9) isSmall = false;
    address = (address << 8) | value;
  }
  if (isSmall) return 0;
  if (at < end) {
    const next = load<u8>(at) as u32;
    if (isAlphanumeric(next) || next === 0x5f) return 0;
    if ((next === 0x2e || next === 0x2d) && at + 1 < end && isAlphanumeric(load<u8>(at, 1))) return 0;
  }
  return passesReserved || !isReservedAddress(address) ? at : 0;
}

function isHex(byte: u32): bool {
  return isDigit(byte) || (byte | 0x20) - 0x61 < 6;
}

let begin: usize = 0;

/** Where the IPv6 address found last begins. */
export function ipv6Start(): usize {
  return begin;
}

/** An IPv6 address around the word at `word`: eight groups of hexadecimal digits, or fewer and one `::`. */
export function matchIpv6(word: usize, start: usize, end: usize, passesReserved: bool): usize {
  begin = word;
  while (begin > start && (isHex(load<u8>(begin - 1)) || load<u8>(begin - 1) === 0x3a)) begin -= 1;
  // A colon before the first group is the sentence's.
  if (load<u8>(begin) === 0x3a && begin + 1 < end && load<u8>(begin, 1) !== 0x3a) begin += 1;
  else if (begin > start) {
    const before = load<u8>(begin - 1) as u32;
    if (isAlphanumeric(before) || before === 0x5f || before === 0x2e) return 0;
  }
  let at = begin;
  let numGroups: i32 = 0;
  let numGaps: i32 = 0;
  let longest: usize = 0;
  let first: u32 = 0;
  while (at < end) {
    const from = at;
    let group: u32 = 0;
    while (at < end && isHex(load<u8>(at)) && at < from + 5) {
      const byte = load<u8>(at) as u32;
      group = (group << 4) | (isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57);
      at += 1;
    }
    const size = at - from;
    if (size > 4) return 0;
    if (size > 0) {
      if (numGroups === 0 && numGaps === 0) first = group;
      numGroups += 1;
      longest = max(longest, size);
    }
    if (at >= end || load<u8>(at) !== 0x3a) break;
    const isGap = at + 1 < end && load<u8>(at, 1) === 0x3a;
    if (isGap) numGaps += 1;
    else if (size === 0 && numGaps === 0) return 0;
    // A colon behind the last group is the sentence's.
    if (!isGap && (at + 1 >= end || !isHex(load<u8>(at, 1)))) break;
    at += isGap ? 2 : 1;
    if (isGap && at < end && load<u8>(at) === 0x3a) return 0;
  }
  if (at < end && (isAlphanumeric(load<u8>(at)) || load<u8>(at) === 0x5f)) return 0;
  if (numGaps === 0 ? numGroups !== 8 : numGaps > 1 || numGroups > 7 || numGroups < 2 || longest < 3)
    return 0;
  isReserved = numGaps > 0 && first === 0;
  if ((first & 0xffc0) === 0xfe80 || (first & 0xfe00) === 0xfc00 || (first & 0xff00) === 0xff00)
    isReserved = true;
  if (first === 0x2001 && isDocumentation(begin, at)) isReserved = true;
  return passesReserved || !isReserved ? at : 0;
}

/** Whether an address that begins with 2001 goes on with db8. */
function isDocumentation(from: usize, end: usize): bool {
  let at = from + 5;
  if (at < end && load<u8>(at) === 0x30) at += 1;
  return (
    at + 3 <= end &&
    (load<u8>(at) | 0x20) === 0x64 &&
    (load<u8>(at, 1) | 0x20) === 0x62 &&
    load<u8>(at, 2) === 0x38
  );
}
