/**
 * Finds where a text shares a run of words with an item of a benchmark: every run of `size` units is looked up in sorted entries of hashes,
 * and of shorter items the last units, behind which the whole item is compared.
 * Invariant: a hit names bytes that have the item's units, by hashes of 64 bits; hits of an item that overlap are one.
 */
import { cutEnd, cutWords, unitBytes } from './folds';

/** Fields of an index, byte offsets; `src/contamination/contamination-layout.ts` has the same. */
const cutterField: usize = 0;
const longSizeField: usize = 4;
const shortSizeField: usize = 8;
const longPowerField: usize = 16;
const shortPowerField: usize = 24;
const longTableField: usize = 32;
const shortTableField: usize = 56;
/** Fields of a table, u32. */
const directoryField: usize = 0;
const shiftField: usize = 4;
const entriesField: usize = 8;
const numEntriesField: usize = 12;
const filterField: usize = 16;
const filterMaskField: usize = 20;
/** Fields of the cutter, as in `kernels/digests.ts`. */
const unitsField: usize = 4;
const unitsEndField: usize = 8;

const runBase: u64 = 0xc2b2ae3d27d4eb4f;
/** Keeps short runs and long ones apart. */
const shortSalt: u64 = 0x9e3779b97f4a7c15;
/** An entry: the hash, its low half first, and the item; of a short item also its units, and the hash of all of it. */
const longEntryBytes: usize = 12;
const shortEntryBytes: usize = 24;
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
 * The hash of `size` units that lie `step` bytes apart: a polynomial of their hashes, whose bits are well mixed already.
 */
function hashRun(first: usize, size: u32, step: usize, isShort: bool): u64 {
  let hash: u64 = 0;
  for (let place: u32 = 0; place < size; place++)
    hash = hash * runBase + load<u64>(first + (place as usize) * step);
  return isShort ? hash ^ shortSalt : hash;
}

/** Writes the hash of each run of `size` among units' hashes as u64. @returns how many */
export function listRuns(units: usize, numUnits: u32, size: u32, isShort: bool, out: usize): u32 {
  if (numUnits < size) return 0;
  const count = numUnits - size + 1;
  for (let place: u32 = 0; place < count; place++)
    store<u64>(out + ((place as usize) << 3), hashRun(units + ((place as usize) << 3), size, 8, isShort));
  return count;
}

/** Enters sorted entries into a table's directory, which says where those of each bucket begin, and into its filter, all 0 before. */
export function fillTable(table: usize, isShort: bool): void {
  const entryBytes = isShort ? shortEntryBytes : longEntryBytes;
  const directory: usize = load<u32>(table, directoryField);
  const shift = load<u32>(table, shiftField);
  const numEntries = load<u32>(table, numEntriesField);
  const filter: usize = load<u32>(table, filterField);
  const filterMask = load<u32>(table, filterMaskField);
  let entry: usize = load<u32>(table, entriesField);
  let bucket: usize = 0;
  for (let place: u32 = 0; place < numEntries; place++, entry += entryBytes) {
    const own: usize = load<u32>(entry) >> shift;
    for (; bucket <= own; bucket++) store<u32>(directory + (bucket << 2), place);
    const bit = load<u32>(entry, 4) & filterMask;
    const byte = filter + ((bit >> 3) as usize);
    store<u8>(byte, (load<u8>(byte) as u32) | (1 << (bit & 7)));
  }
  const numBuckets = (1 as usize) << (32 - shift);
  for (; bucket <= numBuckets; bucket++) store<u32>(directory + (bucket << 2), numEntries);
}

/** The end of the bucket in which an entry was looked for last. */
let bucketEnd: usize = 0;

/** The first entry of a hash's bucket that is not below the hash, by its low half first; sets `bucketEnd`. */
function findEntry(table: usize, hash: u64, entryBytes: usize): usize {
  const low = hash as u32;
  const high = (hash >> 32) as u32;
  const entries: usize = load<u32>(table, entriesField);
  const bucket =
    (load<u32>(table, directoryField) as usize) + (((low >> load<u32>(table, shiftField)) as usize) << 2);
  let from: usize = load<u32>(bucket);
  let to: usize = load<u32>(bucket, 4);
  bucketEnd = entries + to * entryBytes;
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = entries + middle * entryBytes;
    const found = load<u32>(entry);
    if (found < low || (found === low && load<u32>(entry, 4) < high)) from = middle + 1;
    else to = middle;
  }
  return entries + from * entryBytes;
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

/** Notes the items that have a run of the longer size, which ends with the unit at `last`. */
function lookUpLong(index: usize, hash: u64, last: usize, pointer: usize): void {
  const first = last - ((load<u32>(index, longSizeField) - 1) as usize) * unitBytes;
  const start = load<u32>(first, 8) - (pointer as u32);
  const end = load<u32>(last, 12) - (pointer as u32);
  let entry = findEntry(index + longTableField, hash, longEntryBytes);
  for (; entry < bucketEnd && load<u64>(entry) === hash; entry += longEntryBytes)
    noteHit(load<u32>(entry, 8), start, end);
}

/** Notes the short items that end with the unit at `last`; `numKept` units stand there and before it. */
function lookUpShort(index: usize, hash: u64, last: usize, numKept: u32, pointer: usize): void {
  const end = load<u32>(last, 12) - (pointer as u32);
  let entry = findEntry(index + shortTableField, hash, shortEntryBytes);
  for (; entry < bucketEnd && load<u64>(entry) === hash; entry += shortEntryBytes) {
    const size = load<u32>(entry, 12);
    if (size > numKept) continue;
    const first = last - ((size - 1) as usize) * unitBytes;
    if (hashRun(first, size, unitBytes, false) === load<u64>(entry, 16))
      noteHit(load<u32>(entry, 8), load<u32>(first, 8) - (pointer as u32), end);
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
  const longFilter: usize = load<u32>(index, longTableField + filterField);
  const longMask = load<u32>(index, longTableField + filterMaskField);
  const shortFilter: usize = load<u32>(index, shortTableField + filterField);
  const shortMask = load<u32>(index, shortTableField + filterMaskField);
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
      const shortHash = short ^ shortSalt;
      if (mayHave(shortFilter, shortMask, shortHash))
        lookUpShort(index, shortHash, unit, min(numUnits, longSize), pointer);
      if (numUnits >= longSize && mayHave(longFilter, longMask, long)) lookUpLong(index, long, unit, pointer);
    }
    kept = min(stop - units, longBack);
    memory.copy(units, stop - kept, kept);
  }
  return isFull ? -1 : (((hitsNext - out) / hitBytes) as i32);
}
