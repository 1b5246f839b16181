/**
 * Sorts records of u32 words in their order, the first word weighing most: radix sort from the last byte to the first.
 * Invariant: stable; a byte that is the same in all records costs no pass. Words are little endian, so that a record's order is that of
 * its words, not of its bytes.
 */
const radix: usize = 256;

/** Counts each byte of each word into `counts`, room for 1024 u32 a word. */
function countBytes(records: usize, end: usize, numWords: u32, counts: usize): void {
  memory.fill(counts, 0, (numWords as usize) << 12);
  const recordBytes = (numWords as usize) << 2;
  for (let record = records; record < end; record += recordBytes) {
    for (let at: usize = 0; at < recordBytes; at++) {
      const slot = counts + (at << 10) + ((load<u8>(record + at) as usize) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
}

/** Turns counts of a byte into places. @returns whether all records have the same byte */
function placeCounts(counts: usize, numRecords: u32): bool {
  let place: u32 = 0;
  for (let value: usize = 0; value < radix; value++) {
    const slot = counts + (value << 2);
    const count = load<u32>(slot);
    if (count === numRecords) return true;
    store<u32>(slot, place);
    place += count;
  }
  return false;
}

function scatter(from: usize, end: usize, numWords: u32, at: usize, places: usize, to: usize): void {
  const recordBytes = (numWords as usize) << 2;
  for (let record = from; record < end; record += recordBytes) {
    const slot = places + ((load<u8>(record + at) as usize) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    const target = to + (place as usize) * recordBytes;
    for (let word: usize = 0; word < recordBytes; word += 4)
      store<u32>(target + word, load<u32>(record + word));
  }
}

/** @param scratch room for as many records @param counts room for 4096 bytes a word @returns where the sorted records are: `records` or `scratch` */
export function sortRecords(
  records: usize,
  numRecords: u32,
  numWords: u32,
  scratch: usize,
  counts: usize,
): usize {
  const numBytes = (numRecords as usize) * ((numWords as usize) << 2);
  countBytes(records, records + numBytes, numWords, counts);
  let from = records;
  let to = scratch;
  for (let word: i32 = (numWords as i32) - 1; word >= 0; word--) {
    for (let byte: usize = 0; byte < 4; byte++) {
      const at = ((word as usize) << 2) + byte;
      const places = counts + (at << 10);
      if (placeCounts(places, numRecords)) continue;
      scatter(from, from + numBytes, numWords, at, places, to);
      const swap = from;
      from = to;
      to = swap;
    }
  }
  return from;
}
