/**
 * Counts the pieces of text for training a tokenizer: an open-addressing table of records {count u64, length u32, hash u32, bytes} that
 * lie one behind the other in an arena.
 * Invariant: counts are exact until pieces are dropped; the records' order is that of the first occurrence.
 * `counter` points to the fields below; the arena and the table are of the caller's making.
 */
import { hash64 } from './hash';
import { nextPiece } from './pretokenise';

/** Fields of a counter, byte offsets of u32; `src/tokenizer-training/count-pieces.ts` has the same. */
const slotsField: usize = 0;
const slotMaskField: usize = 4;
const arenaField: usize = 8;
const arenaEndField: usize = 12;
const arenaNextField: usize = 16;
const numPiecesField: usize = 20;
const mostPiecesField: usize = 24;
const headBytes: usize = 16;
/** Longer pieces are no words and are not counted, bytes. */
const mostPieceBytes: usize = 4096;

function recordBytes(length: usize): usize {
  return (headBytes + length + 7) & ~7;
}

function isSame(record: usize, at: usize, length: usize, hash: u32): bool {
  if (load<u32>(record, 8) !== (length as u32) || load<u32>(record, 12) !== hash) return false;
  return memory.compare(record + headBytes, at, length) === 0;
}

/** The slot of a piece, or the empty slot where it would stand. */
function findSlot(counter: usize, at: usize, length: usize, hash: u64): usize {
  const slots: usize = load<u32>(counter, slotsField);
  const mask = load<u32>(counter, slotMaskField);
  let slot = (hash as u32) & mask;
  while (true) {
    const entry = slots + ((slot as usize) << 2);
    const record: usize = load<u32>(entry);
    if (record === 0 || isSame(record, at, length, (hash >> 32) as u32)) return entry;
    slot = (slot + 1) & mask;
  }
}

/** Adds to a piece's count. @returns 1, or 0 if it is new and there is no room for it */
export function addPiece(counter: usize, at: usize, length: usize, count: u64): u32 {
  const hash = hash64(at, length, 0);
  const entry = findSlot(counter, at, length, hash);
  let record: usize = load<u32>(entry);
  if (record !== 0) {
    store<u64>(record, load<u64>(record) + count);
    return 1;
  }
  record = load<u32>(counter, arenaNextField);
  const next = record + recordBytes(length);
  const num = load<u32>(counter, numPiecesField);
  if (num >= load<u32>(counter, mostPiecesField) || next > (load<u32>(counter, arenaEndField) as usize))
    return 0;
  store<u64>(record, count);
  store<u32>(record, length as u32, 8);
  store<u32>(record, (hash >> 32) as u32, 12);
  memory.copy(record + headBytes, at, length);
  store<u32>(entry, record as u32);
  store<u32>(counter, next as u32, arenaNextField);
  store<u32>(counter, num + 1, numPiecesField);
  return 1;
}

/** Counts the pieces of a text. @returns how many bytes were counted: all, or those before the piece for which there was no room */
export function countPieces(
  counter: usize,
  pointer: usize,
  length: usize,
  classes: usize,
  pattern: u32,
): usize {
  const end = pointer + length;
  let at = pointer;
  while (at < end) {
    const next = nextPiece(at, end, classes, pattern);
    if (next - at <= mostPieceBytes && addPiece(counter, at, next - at, 1) === 0) break;
    at = next;
  }
  return at - pointer;
}

/** Drops the pieces counted at most `most` times. @returns how many are left */
export function dropPieces(counter: usize, most: u64): u32 {
  const slots: usize = load<u32>(counter, slotsField);
  memory.fill(slots, 0, ((load<u32>(counter, slotMaskField) as usize) + 1) << 2);
  const end: usize = load<u32>(counter, arenaNextField);
  const arena: usize = load<u32>(counter, arenaField);
  store<u32>(counter, arena as u32, arenaNextField);
  store<u32>(counter, 0, numPiecesField);
  let record = arena;
  while (record < end) {
    const length: usize = load<u32>(record, 8);
    const count = load<u64>(record);
    const next = record + recordBytes(length);
    // The room below is that of records already passed, so a kept one is never written over one still to come.
    if (count > most) addPiece(counter, record + headBytes, length, count);
    record = next;
  }
  return load<u32>(counter, numPiecesField);
}
