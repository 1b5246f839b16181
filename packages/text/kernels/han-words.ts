/**
 * Words of Chinese: the longest ones of a dictionary, found by walking its prefixes.
 * Invariant: the table holds 63 bits of the hash of each word and of each beginning of one, and in the lowest bit which of them it is. A
 * walk ends at the first beginning that no word has: two looks a word or three, however long the longest word is.
 * Refuses: to weigh ways of cutting against each other, as jieba does.
 */
import { classAt, decodeAt, decodedWidth, isHan } from './characters';
import { hashBase } from './token-hash';

const isWord: u64 = 1;

function extendHash(before: u64, start: usize, end: usize): u64 {
  let hash = before;
  for (let at = start; at < end; at++) hash = hash * hashBase + (load<u8>(at) as u64) + 1;
  return hash;
}

/** The slot of a hash, free or with either meaning; `slots` are 64 bits each. */
function findWord(hash: u64, slots: usize, mask: u32): usize {
  const key = (hash << 1) | isWord;
  let place = ((hash >> 32) as u32) & mask;
  while (true) {
    const slot = slots + ((place as usize) << 3);
    const found = load<u64>(slot);
    if (found === 0 || (found | isWord) === key) return slot;
    place = (place + 1) & mask;
  }
}

/**
 * Writes words, one a line, into a table of cleared slots, at least half of which stay free.
 * @returns how many slots are taken; -1 when they would be more than half
 */
export function storeWords(pointer: usize, length: usize, slots: usize, mask: u32): i32 {
  const end = pointer + length;
  const most = (mask + 1) >> 1;
  let taken: u32 = 0;
  let hash: u64 = 0;
  for (let at = pointer; at < end; ) {
    if (load<u8>(at) === 0x0a) {
      hash = 0;
      at += 1;
      continue;
    }
    decodeAt(at, end);
    const behind = at + (decodedWidth() as usize);
    hash = extendHash(hash, at, behind);
    const isWhole = behind >= end || load<u8>(behind) === 0x0a;
    const slot = findWord(hash, slots, mask);
    const found = load<u64>(slot);
    if (found === 0) taken += 1;
    if (taken > most) return -1;
    if (isWhole) store<u64>(slot, (hash << 1) | isWord);
    else if (found === 0) store<u64>(slot, hash << 1);
    at = behind;
  }
  return taken as i32;
}

let foundChars: u32 = 0;
let foundAny: u32 = 0;
let foundAll: u32 = 0;
let foundHash: u64 = 0;

/** Characters of the word that was found last. */
export function hanCharacters(): u32 {
  return foundChars;
}

/** Classes that any of its characters has. */
export function hanAny(): u32 {
  return foundAny;
}

/** Classes that all of its characters have. */
export function hanAll(): u32 {
  return foundAll;
}

/** Its hash, as `hashToken` makes it. */
export function hanHash(): u64 {
  return foundHash;
}

/** Past the longest word at `start`, or `start` where no Han character stands. `table` names the slots and their mask. */
export function skipHanWord(start: usize, end: usize, classes: usize, table: usize): usize {
  const slots = load<u32>(table) as usize;
  const mask = load<u32>(table, 4);
  let best = start;
  let hash: u64 = 0;
  let chars: u32 = 0;
  let any: u32 = 0;
  let all: u32 = 0xffffffff;
  let at = start;
  while (at < end) {
    const bits = classAt(at, end, classes);
    if ((bits & isHan) === 0) break;
    const behind = at + (decodedWidth() as usize);
    hash = extendHash(hash, at, behind);
    chars += 1;
    any |= bits;
    all &= bits;
    at = behind;
    // A character is a word; whether it begins longer ones shows at the next.
    const found = chars === 1 ? isWord : load<u64>(findWord(hash, slots, mask));
    if (found === 0) break;
    if ((found & isWord) === 0) continue;
    best = behind;
    foundChars = chars;
    foundAny = any;
    foundAll = all;
    foundHash = hash;
  }
  return best;
}
