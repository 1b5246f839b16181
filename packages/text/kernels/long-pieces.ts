/**
 * Byte-pair encoding of a piece of any length: long ones by backtracking over longest matches, so that the cost a byte does not grow
 * with the length. The method is that of the crate `bpe` 0.2 (https://github.com/github/rust-gems): a sequence of tokens is the encoding
 * if and only if each two neighbours encode to themselves.
 * Invariant: gives what merging by rank, leftmost first, gives.
 */
import { byteIdsField, encodeScanned, findPair, missing, scratchField } from './byte-pairs';
import {
  findLongest,
  irregular,
  tokenLeft,
  tokenLength,
  tokenPrefix,
  tokenRank,
  tokenRight,
} from './token-tables';

/** Longest piece that is scanned for its lowest rank, bytes. */
const mostScanned: usize = 32;

/** The bytes of a token, written by going down its derivation. */
function writeBytes(model: usize, token: u32, target: usize): usize {
  let at = target;
  let rest = token;
  while (tokenRank(model, rest) !== 0) {
    at = writeBytes(model, tokenLeft(model, rest), at);
    rest = tokenRight(model, rest);
  }
  store<u8>(at, tokenLeft(model, rest) as u8);
  return at + 1;
}

/** Whether two tokens side by side stay apart, found by encoding their bytes: for tokens whose ranks do not rise. */
function isPairKept(model: usize, first: u32, second: u32): bool {
  const out: usize = load<u32>(model, scratchField) + 65536;
  const text = out + 65536;
  const length = writeBytes(model, second, writeBytes(model, first, text)) - text;
  const end = encodeScanned(model, text, length, out, 0);
  return end === out + 8 && load<u32>(out) === first && load<u32>(out, 4) === second;
}

/** Whether two tokens side by side encode to themselves: no merge across their border comes before those inside of them. */
function isPairStable(model: usize, first: u32, second: u32): bool {
  let left = first;
  let right = second;
  let leftRank = tokenRank(model, left);
  let rightRank = tokenRank(model, right);
  if (((leftRank | rightRank) & irregular) !== 0) return isPairKept(model, first, second);
  let limit = missing;
  while (true) {
    const entry = findPair(model, left, right);
    if (entry !== 0 && load<u32>(entry, 8) + 1 < limit) return false;
    if (leftRank > rightRank) {
      limit = leftRank;
      left = tokenRight(model, left);
      leftRank = tokenRank(model, left);
    } else {
      if (rightRank === 0) return true;
      limit = rightRank + 1;
      right = tokenLeft(model, right);
      rightRank = tokenRank(model, right);
    }
  }
}

/**
 * Byte-pair encoding by backtracking over longest matches. Every byte must have a token. `bits` has one bit a border, length / 8 + 8
 * bytes of scratch. @returns the end of what was written
 */
function encodeLong(model: usize, pointer: usize, length: usize, out: usize, bits: usize): usize {
  memory.fill(bits, 255, (length >> 3) + 1);
  const end = pointer + length;
  let at = pointer;
  let target = out;
  let token = findLongest(model, at, end);
  while (true) {
    const border = at + tokenLength(model, token) - pointer;
    const isOpen = ((load<u8>(bits + (border >> 3)) >> ((border & 7) as u8)) & 1) !== 0;
    if (isOpen && (target === out || isPairStable(model, load<u32>(target - 4), token))) {
      store<u32>(target, token);
      target += 4;
      at = pointer + border;
      if (at === end) return target;
      token = findLongest(model, at, end);
      continue;
    }
    token = tokenPrefix(model, token);
    while (token === missing) {
      if (target === out) return out;
      const closed = at - pointer;
      const slot = bits + (closed >> 3);
      store<u8>(slot, load<u8>(slot) & ~(1 << ((closed & 7) as u8)));
      target -= 4;
      const popped = load<u32>(target);
      at -= tokenLength(model, popped);
      token = tokenPrefix(model, popped);
    }
  }
}

/** Byte-pair encoding of a piece. `spare` is scratch of 9/8 of its length and 16 bytes. @returns the end of what was written */
export function encodePiece(model: usize, pointer: usize, length: usize, out: usize, spare: usize): usize {
  if (length <= mostScanned) return encodeScanned(model, pointer, length, out, 0);
  const byteIds: usize = load<u32>(model, byteIdsField);
  let kept = spare;
  for (let at: usize = 0; at < length; at++) {
    const byte = load<u8>(pointer + at);
    store<u8>(kept, byte);
    kept += load<u32>(byteIds + ((byte as usize) << 2)) === missing ? 0 : 1;
  }
  if (kept === spare) return out;
  return encodeLong(model, spare, kept - spare, out, kept + 8);
}
