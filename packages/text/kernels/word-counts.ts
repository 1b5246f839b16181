/**
 * Counts over a text's tokens: words, words that are more than marks, words with a letter, and how many different stop words stand there.
 * Invariant: `seen` is room for one byte for each slot of the stop words' table.
 */
import { findSlot } from './token-hash';
import { hasLetter, hasOther, tokenBytes } from './words';

/** Writes the columns `words` to `stopWords`. `stops` holds the table's pointer, its mask and the bytes of the longest stop word. */
export function measureWords(tokens: usize, count: u32, stops: usize, seen: usize, row: usize): void {
  const slots = load<u32>(stops) as usize;
  const mask = load<u32>(stops, 4);
  const longest = load<u32>(stops, 8);
  memory.fill(seen, 0, (mask as usize) + 1);
  let others: u32 = 0;
  let otherChars: f64 = 0;
  let withLetter: u32 = 0;
  let stopWords: u32 = 0;
  const end = tokens + (count as usize) * tokenBytes;
  for (let token = tokens; token < end; token += tokenBytes) {
    const bits = load<u32>(token, 12);
    if ((bits & hasOther) !== 0) {
      others += 1;
      otherChars += load<u32>(token, 8) as f64;
    }
    if ((bits & hasLetter) !== 0) withLetter += 1;
    if (load<u32>(token, 4) > longest) continue;
    const slot = findSlot(load<u64>(token, 16), slots, mask);
    if (load<u64>(slot) === 0) continue;
    const place = seen + ((slot - slots) >> 3);
    if (load<u8>(place) === 0) {
      store<u8>(place, 1);
      stopWords += 1;
    }
  }
  store<f64>(row, count as f64, 104);
  store<f64>(row, others as f64, 112);
  store<f64>(row, otherChars, 120);
  store<f64>(row, withLetter as f64, 128);
  store<f64>(row, stopWords as f64, 136);
}
