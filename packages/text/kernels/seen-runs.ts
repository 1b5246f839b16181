/**
 * Drops lines whose runs of words were mostly seen before, by a Bloom filter (Bloom, 1970), as Dolma does with paragraphs
 * (https://github.com/allenai/dolma, `src/deduper.rs`).
 * Invariant: a line's own runs are looked up before any of them is noted; a line with fewer words than a run is one run.
 */
import { listUnits } from './contamination';
import { findEnd } from './digests';
import { avalanche } from './hash';

/** Fields of a filter, byte offsets of u32; `src/duplicates/create-seen-filter.ts` has the same. */
const cutterField: usize = 0;
const bitsField: usize = 4;
const sizeField: usize = 8;
const numHashesField: usize = 12;
const maskField: usize = 16;
const thresholdField: usize = 24;
const numDroppedField: usize = 32;

const runBase: u64 = 0xc2b2ae3d27d4eb4f;

/** The k-th bit of a run (Kirsch and Mitzenmacher, 2006). */
function bitOf(hash: u64, place: u32, mask: u64): u64 {
  const step = avalanche(hash) | 1;
  return (hash + (place as u64) * step) & mask;
}

function isSeen(hash: u64, bits: usize, numHashes: u32, mask: u64): bool {
  for (let place: u32 = 0; place < numHashes; place++) {
    const bit = bitOf(hash, place, mask);
    const byte: u32 = load<u8>(bits + ((bit >> 3) as usize));
    if (((byte >> ((bit as u32) & 7)) & 1) === 0) return false;
  }
  return true;
}

function note(hash: u64, bits: usize, numHashes: u32, mask: u64): void {
  for (let place: u32 = 0; place < numHashes; place++) {
    const bit = bitOf(hash, place, mask);
    const byte = bits + ((bit >> 3) as usize);
    store<u8>(byte, (load<u8>(byte) as u32) | (1 << ((bit as u32) & 7)));
  }
}

/** Makes units' hashes those of the runs that begin there. @returns how many runs */
function makeRuns(units: usize, numUnits: u32, size: u32): u32 {
  const length = min(size, numUnits);
  const count = numUnits - length + 1;
  for (let run: u32 = 0; run < count; run++) {
    const first = units + ((run as usize) << 3);
    let hash: u64 = 0;
    for (let place: u32 = 0; place < length; place++)
      hash = hash * runBase + load<u64>(first + ((place as usize) << 3));
    store<u64>(first, avalanche(hash));
  }
  return count;
}

/** Whether the line's runs were seen, as many as the threshold asks for; notes them. */
function isLineSeen(filter: usize, runs: usize, count: u32): bool {
  const bits: usize = load<u32>(filter, bitsField);
  const numHashes = load<u32>(filter, numHashesField);
  const mask = load<u64>(filter, maskField);
  let numSeen: u32 = 0;
  for (let run: u32 = 0; run < count; run++)
    if (isSeen(load<u64>(runs + ((run as usize) << 3)), bits, numHashes, mask)) numSeen += 1;
  for (let run: u32 = 0; run < count; run++)
    note(load<u64>(runs + ((run as usize) << 3)), bits, numHashes, mask);
  return (numSeen as f64) >= load<f64>(filter, thresholdField) * (count as f64);
}

/**
 * Writes a text without the lines that were seen; lines without words go with the one before them. `room` has 8 bytes a byte of the
 * longest line and 8 more.
 * @returns bytes written; the number of lines dropped stands in the filter
 */
export function dropSeenLines(
  pointer: usize,
  length: usize,
  filter: usize,
  isParagraphs: bool,
  room: usize,
  out: usize,
): usize {
  const end = pointer + length;
  const cutter: usize = load<u32>(filter, cutterField);
  const size = load<u32>(filter, sizeField);
  let numDropped: u32 = 0;
  let isDropped = false;
  let at = pointer;
  let to = out;
  while (at < end) {
    const stop = findEnd(at, end, isParagraphs);
    const numUnits = listUnits(at, stop - at, cutter, room);
    if (numUnits > 0) {
      isDropped = isLineSeen(filter, room, makeRuns(room, numUnits, size));
      if (isDropped) numDropped += 1;
    }
    if (!isDropped) {
      memory.copy(to, at, stop - at);
      to += stop - at;
    }
    at = stop;
  }
  store<u32>(filter, numDropped, numDroppedField);
  return to - out;
}
