/**
 * Finds where a text shares a run of words with an item of a benchmark: every run of `size` units is looked up in a table of hashes, and of
 * shorter items the last units, behind which the whole item is compared.
 * Invariant: a hit names bytes that have the item's units, by hashes of 64 bits; hits of an item that overlap are one.
 */
import { cutEnd, cutWords, unitBytes } from './folds';

/** Fields of an index, byte offsets of u32; `src/contamination/open-contamination-index.ts` has the same. */
const cutterField: usize = 0;
const slotsField: usize = 4;
const maskField: usize = 8;
const filterField: usize = 12;
const filterMaskField: usize = 16;
const postingsField: usize = 20;
const longSizeField: usize = 24;
const shortSizeField: usize = 28;
const longPowerField: usize = 32;
const shortPowerField: usize = 40;
const shortFilterField: usize = 48;
/** Fields of the cutter, as in `kernels/digests.ts`. */
const unitsField: usize = 4;
const unitsEndField: usize = 8;

const runBase: u64 = 0xc2b2ae3d27d4eb4f;
/** Bits of the filter of short items, which fits into the nearest cache: there are few of them. */
const shortFilterMask: u32 = 0xffff;
/** Keeps short runs and long ones apart. */
const shortSalt: u64 = 0x9e3779b97f4a7c15;
const postingBytes: usize = 16;
const hitBytes: usize = 16;

/** Writes the hash of each unit of a text as u64; `out` has room for 8 bytes a byte of text and 8 more. @returns how many */
export function listUnits(pointer: usize, length: usize, cutter: usize, out: usize): u32 {
  const end = pointer + length;
  const units: usize = load<u32>(cutter, unitsField);
  let at = pointer;
  let to = out;
  while (at < end) {
    const stop = cutWords(at, end, load<u32>(cutter), units, load<u32>(cutter, unitsEndField));
    at = cutEnd();
    for (let unit = units; unit < stop; unit += unitBytes, to += 8) store<u64>(to, load<u64>(unit));
  }
  return ((to - out) >> 3) as u32;
}

/**
 * The hash of `size` units that lie `step` bytes apart: a polynomial of their hashes, whose bits are well mixed already. Not 0.
 */
function hashRun(first: usize, size: u32, step: usize, isShort: bool): u64 {
  let hash: u64 = 0;
  for (let place: u32 = 0; place < size; place++)
    hash = hash * runBase + load<u64>(first + (place as usize) * step);
  return max<u64>(1, isShort ? hash ^ shortSalt : hash);
}

/** Writes the hash of each run of `size` among units' hashes as u64. @returns how many */
export function listRuns(units: usize, numUnits: u32, size: u32, isShort: bool, out: usize): u32 {
  if (numUnits < size) return 0;
  const count = numUnits - size + 1;
  for (let place: u32 = 0; place < count; place++)
    store<u64>(out + ((place as usize) << 3), hashRun(units + ((place as usize) << 3), size, 8, isShort));
  return count;
}

/** Places a hash with its postings into a table whose free slots are 0, and into a filter. */
export function placeRun(index: usize, key: usize, firstPosting: u32, numPostings: u32, isShort: bool): void {
  const hash = load<u64>(key);
  const slot = findSlot(index, hash);
  store<u64>(slot, hash);
  store<u32>(slot, firstPosting, 8);
  store<u32>(slot, numPostings, 12);
  const filter: usize = load<u32>(index + (isShort ? shortFilterField : filterField));
  const bit = ((hash >> 32) as u32) & (isShort ? shortFilterMask : load<u32>(index, filterMaskField));
  const byte = filter + ((bit >> 3) as usize);
  store<u8>(byte, (load<u8>(byte) as u32) | (1 << (bit & 7)));
}

/** The slot of a hash, or the free one where it would stand. */
function findSlot(index: usize, hash: u64): usize {
  const slots: usize = load<u32>(index, slotsField);
  const mask = load<u32>(index, maskField);
  let place = (hash as u32) & mask;
  while (true) {
    const slot = slots + ((place as usize) << 4);
    const found = load<u64>(slot);
    if (found === 0 || found === hash) return slot;
    place = (place + 1) & mask;
  }
}

let hitsStart: usize = 0;
let hitsNext: usize = 0;
let hitsEnd: usize = 0;
let isFull: bool = false;

/** Notes that an item's run stands there; `offset` is taken off the places. */
function noteHit(item: u32, start: u32, end: u32): void {
  for (let hit = hitsNext - hitBytes; hit >= hitsStart && load<u32>(hit, 8) > start; hit -= hitBytes) {
    if (load<u32>(hit) !== item) continue;
    store<u32>(hit, max(end, load<u32>(hit, 8)), 8);
    store<u32>(hit, load<u32>(hit, 12) + 1, 12);
    return;
  }
  if (hitsNext === hitsEnd) {
    isFull = true;
    return;
  }
  store<u32>(hitsNext, item);
  store<u32>(hitsNext, start, 4);
  store<u32>(hitsNext, end, 8);
  store<u32>(hitsNext, 1, 12);
  hitsNext += hitBytes;
}

/** Looks a run up that ends with the unit at `last`; `numKept` units stand there and before it. */
function lookUp(index: usize, hash: u64, last: usize, numKept: u32, pointer: usize): void {
  const slot = findSlot(index, hash);
  if (load<u64>(slot) === 0) return;
  const end = load<u32>(last, 12) - (pointer as u32);
  let posting = (load<u32>(index, postingsField) as usize) + (load<u32>(slot, 8) as usize) * postingBytes;
  for (let count = load<u32>(slot, 12); count > 0; count--, posting += postingBytes) {
    const size = load<u32>(posting, 4);
    if (size > numKept) continue;
    const first = last - ((size - 1) as usize) * unitBytes;
    if (
      size < load<u32>(index, longSizeField) &&
      hashRun(first, size, unitBytes, false) !== load<u64>(posting, 8)
    )
      continue;
    noteHit(load<u32>(posting), load<u32>(first, 8) - (pointer as u32), end);
  }
}

function mayHave(filter: usize, mask: u32, hash: u64): bool {
  const bit = ((hash >> 32) as u32) & mask;
  return (((load<u8>(filter + ((bit >> 3) as usize)) as u32) >> (bit & 7)) & 1) !== 0;
}

/**
 * Finds the runs that a text shares with the index. `out` gets four u32 a hit: item, start and end as offsets, runs found.
 * @returns how many hits, or -1 where `capacity` bytes are too few
 */
export function findRuns(pointer: usize, length: usize, index: usize, out: usize, capacity: usize): i32 {
  const cutter: usize = load<u32>(index, cutterField);
  const folds: usize = load<u32>(cutter);
  const units: usize = load<u32>(cutter, unitsField);
  const unitsEnd: usize = load<u32>(cutter, unitsEndField);
  const filter: usize = load<u32>(index, filterField);
  const filterMask = load<u32>(index, filterMaskField);
  const shortFilter: usize = load<u32>(index, shortFilterField);
  const longSize = load<u32>(index, longSizeField);
  const shortSize = load<u32>(index, shortSizeField);
  const longBack = (longSize as usize) * unitBytes;
  const shortBack = (shortSize as usize) * unitBytes;
  const longPower = load<u64>(index, longPowerField);
  const shortPower = load<u64>(index, shortPowerField);
  const end = pointer + length;
  hitsStart = out;
  hitsNext = out;
  hitsEnd = out + capacity;
  isFull = false;
  let at = pointer;
  let kept: usize = 0;
  let numUnits: u32 = 0;
  let long: u64 = 0;
  let short: u64 = 0;
  while (at < end && !isFull) {
    const stop = cutWords(at, end, folds, units + kept, unitsEnd);
    at = cutEnd();
    for (let unit = units + kept; unit < stop; unit += unitBytes) {
      const hash = load<u64>(unit);
      long = long * runBase + hash;
      short = short * runBase + hash;
      if (numUnits >= longSize) long -= load<u64>(unit - longBack) * longPower;
      if (numUnits >= shortSize) short -= load<u64>(unit - shortBack) * shortPower;
      numUnits += 1;
      if (numUnits < shortSize) continue;
      const shortHash = max<u64>(1, short ^ shortSalt);
      if (mayHave(shortFilter, shortFilterMask, shortHash))
        lookUp(index, shortHash, unit, min(numUnits, longSize), pointer);
      if (numUnits < longSize) continue;
      if (mayHave(filter, filterMask, long)) lookUp(index, max<u64>(1, long), unit, longSize, pointer);
    }
    kept = min(stop - units, longBack);
    memory.copy(units, stop - kept, kept);
  }
  return isFull ? -1 : (((hitsNext - out) / hitBytes) as i32);
}
