/**
 * Addresses of electronic mail around an at sign: a dot-atom of RFC 5322 without its rare signs, and a host name with a top-level domain
 * of letters.
 * Invariant: gives the pointer behind the address, or 0.
 * Refuses: names of picture files (`logo@2x.png`), and the user of a source repository (`git@host:path`).
 */
import { isAlphanumeric } from './number-window';

let begin: usize = 0;

/** Where the address found last begins. */
export function emailStart(): usize {
  return begin;
}

function isLocal(byte: u32): bool {
  return (
    isAlphanumeric(byte) || byte === 0x2e || byte === 0x5f || byte === 0x25 || byte === 0x2b || byte === 0x2d
  );
}

/** The beginning of the local part that ends at `at`, or `at` where there is none. */
function localBefore(at: usize, start: usize): usize {
  let from = at;
  while (from > start && at - from < 64 && isLocal(load<u8>(from - 1))) from -= 1;
  while (from < at && !isAlphanumeric(load<u8>(from)) && load<u8>(from) !== 0x5f) from += 1;
  return at > from && load<u8>(at - 1) === 0x2e ? at : from;
}

/** Whether the letters from `at` on end a file's name rather than a host's. */
function isPicture(at: usize, size: usize): bool {
  if (size !== 3 && size !== 4) return false;
  const three =
    (load<u8>(at) as u32) |
    0x20 |
    (((load<u8>(at, 1) as u32) | 0x20) << 8) |
    (((load<u8>(at, 2) as u32) | 0x20) << 16);
  if (size === 4) return three === 0x65706a || three === 0x626577;
  return three === 0x676e70 || three === 0x67706a || three === 0x666967 || three === 0x677673;
}

/** An address whose sign stands from `sign` to `host`. */
export function matchEmail(sign: usize, host: usize, start: usize, end: usize): usize {
  begin = localBefore(sign, start);
  if (begin === sign) return 0;
  let at = host;
  let label = host;
  let numLabels: i32 = 0;
  let stop: usize = 0;
  while (true) {
    let isLetters = true;
    while (at < end && at - label < 64 && (isAlphanumeric(load<u8>(at)) || load<u8>(at) === 0x2d)) {
      if (((load<u8>(at) as u32) | 0x20) - 0x61 >= 26) isLetters = false;
      at += 1;
    }
    const size = at - label;
    if (size === 0 || size > 63 || load<u8>(label) === 0x2d || load<u8>(at - 1) === 0x2d) break;
    numLabels += 1;
    if (isLetters && numLabels > 1 && size > 1 && size < 25) stop = isPicture(label, size) ? 0 : at;
    else if (numLabels > 1) stop = 0;
    if (at >= end || load<u8>(at) !== 0x2e) break;
    at += 1;
    label = at;
  }
  if (stop === 0) return 0;
  const isGit =
    sign - begin === 3 &&
    load<u8>(begin) === 0x67 &&
    load<u8>(begin, 1) === 0x69 &&
    load<u8>(begin, 2) === 0x74;
  return isGit && stop + 1 < end && load<u8>(stop) === 0x3a && load<u8>(stop, 1) !== 0x20 ? 0 : stop;
}
