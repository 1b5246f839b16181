/**
 * Samples stretches of a text's bytes by winnowing (Schleimer, Wilkerson and Aiken 2003): of each `window` stretches of `size` bytes that
 * begin one behind the other, the one whose hash is smallest, of equals the last.
 * Invariant: two texts that share `size` + `window` - 1 bytes have a sampled stretch in common there. What is sampled is written with 128
 * bits of its bytes' xxHash64.
 */
import { hash64 } from './hash';

const rollBase: u64 = 0x9e3779b97f4a7c15;
const orderBase: u64 = 0xc2b2ae3d27d4eb4f;
const secondSeed: u64 = 0x165667b19e3779f9;
const recordWords: usize = 7;

function writeStretch(
  record: usize,
  pointer: usize,
  size: usize,
  unit: u32,
  document: u32,
  offset: usize,
): void {
  store<u64>(record, hash64(pointer, size, 0));
  store<u64>(record, hash64(pointer, size, secondSeed), 8);
  store<u32>(record, unit, 16);
  store<u32>(record, document, 20);
  store<u32>(record, offset as u32, 24);
}

/** Where the smallest of the orders from `first` to `last` stands; `orders` is a ring of `window` u32. */
function findSmallest(orders: usize, window: usize, first: usize, last: usize): usize {
  let best = first;
  for (let place = first + 1; place <= last; place++)
    if (load<u32>(orders + ((place % window) << 2)) <= load<u32>(orders + ((best % window) << 2)))
      best = place;
  return best;
}

/**
 * Writes a record of seven u32 for each sampled stretch: hash (four), unit, document, offset from `base`.
 * @param orders room for `window` u32 @param records room for one a byte of text @returns how many
 */
export function winnow(
  pointer: usize,
  length: usize,
  size: usize,
  window: usize,
  base: usize,
  unit: u32,
  document: u32,
  orders: usize,
  records: usize,
): u32 {
  if (length < size) return 0;
  let power: u64 = 1;
  for (let place: usize = 1; place < size; place++) power *= rollBase;
  const numStretches = length - size + 1;
  let hash: u64 = 0;
  for (let place: usize = 0; place + 1 < size; place++)
    hash = hash * rollBase + (load<u8>(pointer + place) as u64) + 1;
  let best: usize = 0;
  let written: usize = numStretches;
  let count: usize = 0;
  for (let stretch: usize = 0; stretch < numStretches; stretch++) {
    hash = hash * rollBase + (load<u8>(pointer + stretch + size - 1) as u64) + 1;
    const order = ((hash * orderBase) >> 32) as u32;
    store<u32>(orders + ((stretch % window) << 2), order);
    if (best + window <= stretch) best = findSmallest(orders, window, stretch + 1 - window, stretch);
    else if (order <= load<u32>(orders + ((best % window) << 2))) best = stretch;
    hash -= ((load<u8>(pointer + stretch) as u64) + 1) * power;
    if (stretch + 1 < window || best === written) continue;
    written = best;
    const at = pointer + best;
    writeStretch(records + count * (recordWords << 2), at, size, unit, document, at - base);
    count += 1;
  }
  return count as u32;
}
