/**
 * Text bytes to token ids: pieces by the pre-tokeniser, cut further where no token can reach across, looked up in the caches, encoded
 * by byte pairs where they are new.
 * Invariant: the ids do not depend on what the caches hold. A piece may be cut between two characters if no token of the vocabulary
 * has both, or a part of one beside the other, since then no merge ever joins them.
 * Reads up to 16 bytes behind the text; writes up to 16 bytes behind the ids.
 */
import { missing } from './byte-pairs';
import { hash64 } from './hash';
import { encodePiece } from './long-pieces';
import { nextPiece } from './pretokenise';
import { findExact } from './token-tables';

/** Fields of a model behind those of byte pairs, byte offsets of u32. */
const classesField: usize = 32;
const patternField: usize = 36;
const wholeFirstField: usize = 40;
const cutsField: usize = 44;
const masksField: usize = 48;
const shortCacheField: usize = 52;
const shortShiftField: usize = 56;
const longCacheField: usize = 60;
const longMaskField: usize = 64;

/** Bits of the set of pairs of characters, 2^20; the set of pairs of bytes follows it. */
const characterPairBytes: usize = 131072;
const mostShortBytes: usize = 15;
const mostShortTokens: usize = 4;
const mostLongBytes: usize = 60;
const mostLongTokens: usize = 16;
const longEntryBytes: usize = 128;
const isPart: u32 = 0x80;
/** In place of the tokens of a short text that has more than four of them. */
const isAmongLong: u32 = 0xf0000000;

/** Bytes of a character by its first byte; 1 for a byte that begins none. */
function characterLength(lead: u32): usize {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The bytes of a character in one number. */
function packCharacter(at: usize, length: usize): u32 {
  return load<u32>(at) & ((0xffffffff as u32) >> (32 - ((length as u32) << 3)));
}

function characterPairSlot(left: u32, right: u32): u32 {
  return (((left * 0x9e3779b1) ^ (right * 0x85ebca77)) * 0xc2b2ae3d) >> 12;
}

function hasBit(bits: usize, slot: u32): bool {
  return ((load<u8>(bits + (slot >> 3)) >> ((slot & 7) as u8)) & 1) !== 0;
}

function setBit(bits: usize, slot: u32): void {
  const at = bits + (slot >> 3);
  store<u8>(at, load<u8>(at) | (1 << ((slot & 7) as u8)));
}

/** Where the part that begins at `from` ends: at the first border between characters that no token crosses. */
function nextCut(model: usize, from: usize, end: usize): usize {
  const cuts: usize = load<u32>(model, cutsField);
  let length = characterLength(load<u8>(from));
  let left = packCharacter(from, length);
  let at = from + length;
  while (at < end) {
    const lead: u32 = load<u8>(at);
    length = characterLength(lead);
    const right = packCharacter(at, length);
    if ((left | lead) >= 0x80 && !hasBit(cuts, characterPairSlot(left, right))) {
      const lastByte: u32 = load<u8>(at - 1);
      if (!hasBit(cuts + characterPairBytes, (lastByte << 8) | lead)) return at;
    }
    left = right;
    at += length;
  }
  return end;
}

/** Notes all borders between characters that a token crosses. */
function markToken(cuts: usize, from: usize, to: usize): void {
  for (let at = from + 1; at < to; at++) {
    const lead: u32 = load<u8>(at);
    if ((lead & 0xc0) === 0x80) continue;
    let start = at - 1;
    while (start > from && (load<u8>(start) & 0xc0) === 0x80) start -= 1;
    const leftLength = characterLength(load<u8>(start));
    const rightLength = characterLength(lead);
    const isWhole = start + leftLength === at && (load<u8>(start) & 0xc0) !== 0x80 && at + rightLength <= to;
    if (isWhole)
      setBit(cuts, characterPairSlot(packCharacter(start, leftLength), packCharacter(at, rightLength)));
    else setBit(cuts + characterPairBytes, ((load<u8>(at - 1) as u32) << 8) | lead);
  }
}

/** Notes the borders that tokens cross; `starts` has one u32 offset a token and one more behind them. */
export function markCuts(model: usize, texts: usize, starts: usize, numTokens: u32): void {
  const cuts: usize = load<u32>(model, cutsField);
  for (let token: u32 = 0; token < numTokens; token++) {
    const start = starts + ((token as usize) << 2);
    markToken(cuts, texts + load<u32>(start), texts + load<u32>(start, 4));
  }
}

/** Encodes without any cache; `part` is 0 for a whole piece. */
function encodeFresh(model: usize, at: usize, length: usize, part: u32, out: usize, spare: usize): usize {
  if (part === 0 && load<u32>(model, wholeFirstField) !== 0) {
    const token = findExact(model, at, length);
    if (token !== missing) {
      store<u32>(out, token);
      return out + 4;
    }
  }
  return encodePiece(model, at, length, out, spare);
}

function isLongKey(entry: usize, at: usize, length: usize, masks: usize): bool {
  let done: usize = 0;
  while (done + 16 <= length) {
    const differs = v128.xor(v128.load(at + done), v128.load(entry + done));
    if (v128.any_true(differs)) return false;
    done += 16;
  }
  const kept = v128.and(v128.load(at + done), v128.load(masks + 16 - (length - done)));
  const held = v128.and(v128.load(entry + done), v128.load(masks + 16 - (length - done)));
  return !v128.any_true(v128.xor(kept, held));
}

/**
 * Looks a text up among the long entries (length and flag, number of tokens, 60 bytes of text, 16 tokens), or encodes it and puts it
 * there in place of what stood in its slot.
 */
function encodeLongEntry(model: usize, at: usize, length: usize, part: u32, out: usize, spare: usize): usize {
  const slot = (hash64(at, length, 0) as u32) & load<u32>(model, longMaskField);
  const entry = (load<u32>(model, longCacheField) as usize) + (slot as usize) * longEntryBytes;
  const head = (length as u32) | part;
  if (load<u16>(entry) === head && isLongKey(entry + 4, at, length, load<u32>(model, masksField))) {
    const num: usize = load<u16>(entry, 2);
    for (let done: usize = 0; done < num; done += 4)
      v128.store(out + (done << 2), v128.load(entry + 64 + (done << 2)));
    return out + (num << 2);
  }
  const end = encodeFresh(model, at, length, part, out, spare);
  const num = (end - out) >> 2;
  if (num > mostLongTokens) return end;
  store<u16>(entry, head as u16);
  store<u16>(entry, num as u16, 2);
  memory.copy(entry + 4, at, length);
  memory.copy(entry + 64, out, num << 2);
  return end;
}

/** Keeps a short result in the first slot of its pair; what was there moves to the second. Of many tokens only the mark is kept. */
function keepShort(slot: usize, key: v128, out: usize, num: usize): void {
  v128.store(slot ^ 32, v128.load(slot));
  v128.store(slot ^ 32, v128.load(slot, 16), 16);
  v128.store(slot, key);
  v128.store(slot, v128.load(out), 16);
  const head = num > mostShortTokens ? isAmongLong : load<u32>(out) | ((num as u32) << 28);
  store<u32>(slot, head, 16);
}

/** Encodes a text of at most 15 bytes that is in neither slot of its pair. */
function encodeNewShort(model: usize, at: usize, key: v128, slot: usize, out: usize, spare: usize): usize {
  const head = i8x16.extract_lane_u(key, 15) as u32;
  const length: usize = head & 15;
  const end = encodeFresh(model, at, length, head & isPart, out, spare);
  if (end > out) keepShort(slot, key, out, (end - out) >> 2);
  return end;
}

/** Encodes a piece, or a part of one. */
function encodePart(model: usize, at: usize, length: usize, part: u32, out: usize, spare: usize): usize {
  if (length > mostShortBytes) {
    if (length > mostLongBytes) return encodeFresh(model, at, length, part, out, spare);
    return encodeLongEntry(model, at, length, part, out, spare);
  }
  const masks: usize = load<u32>(model, masksField);
  const masked = v128.and(v128.load(at), v128.load(masks + 16 - length));
  const key = i8x16.replace_lane(masked, 15, ((length as u32) | part) as i8);
  const mixed =
    (i64x2.extract_lane(key, 0) as u64) * 0x9e3779b185ebca87 +
    (i64x2.extract_lane(key, 1) as u64) * 0xc2b2ae3d27d4eb4f;
  const index = ((mixed ^ (mixed >> 32)) * 0x165667b19e3779f9) >> load<u32>(model, shortShiftField);
  const slot: usize = (load<u32>(model, shortCacheField) as usize) + ((index as usize) << 5);
  let found = slot;
  if (v128.any_true(v128.xor(v128.load(slot), key))) {
    found = slot ^ 32;
    if (v128.any_true(v128.xor(v128.load(found), key)))
      return encodeNewShort(model, at, key, slot, out, spare);
  }
  const tokens = v128.load(found, 16);
  const head = i32x4.extract_lane(tokens, 0) as u32;
  if (head === isAmongLong) return encodeLongEntry(model, at, length, part, out, spare);
  v128.store(out, v128.and(tokens, i32x4(0x0fffffff, -1, -1, -1)));
  return out + ((head >> 28) << 2);
}

/**
 * Encodes text in which no added tokens are looked for. `out` has room for 6 bytes a byte of text and 64 more; the ids are u32.
 * @returns the end of the ids
 */
export function encodePlain(model: usize, pointer: usize, length: usize, out: usize): usize {
  const classes: usize = load<u32>(model, classesField);
  const pattern = load<u32>(model, patternField);
  const partFlag: u32 = load<u32>(model, wholeFirstField) !== 0 ? isPart : 0;
  const spare = out + (length << 2) + 16;
  const end = pointer + length;
  let at = pointer;
  let target = out;
  while (at < end) {
    const pieceEnd = nextPiece(at, end, classes, pattern);
    if (load<u8>(pieceEnd - 1) >= 0x80 && pieceEnd - at > 6) {
      const piece = at;
      while (at < pieceEnd) {
        const cut = nextCut(model, at, pieceEnd);
        const part = at === piece && cut === pieceEnd ? 0 : partFlag;
        target = encodePart(model, at, cut - at, part, target, spare);
        at = cut;
      }
    } else {
      target = encodePart(model, at, pieceEnd - at, 0, target, spare);
      at = pieceEnd;
    }
  }
  return target;
}
