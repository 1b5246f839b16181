/**
 * MinHash signatures by one permutation (Li, Owen and Zhang 2012, arXiv:1208.1259): each shingle's hash chooses a slot and offers it a
 * value, the smallest stays. Empty slots borrow (Shrivastava 2017, arXiv:1703.04664), and where 32 donors are empty too, from the next
 * filled slot (Shrivastava and Li 2014, arXiv:1406.4784).
 * Invariant: depends on the set of shingles alone. A text without units has a signature of all ones, which no other has.
 */
import { cutCharacters, cutEnd, cutWords, unitBytes } from './folds';
import { avalanche, hash64 } from './hash';

/** Fields of a scheme, byte offsets of u32; `src/minhash/create-signer.ts` has the same. */
const foldsField: usize = 0;
const isCharactersField: usize = 4;
const sizeField: usize = 8;
const slotBitsField: usize = 12;
const slotBytesField: usize = 16;
const seedField: usize = 24;
const powerField: usize = 32;
const unitsField: usize = 40;
const unitsEndField: usize = 44;
const slotsField: usize = 48;
const donorsField: usize = 52;

const shingleBase: u64 = 0xc2b2ae3d27d4eb4f;
const empty: u32 = 0xffffffff;
const numDonors: u32 = 32;
const slotStep: u64 = 0x9e3779b97f4a7c15;
const slotBase: u64 = 0x9e3779b185ebca87;

/** Offers each shingle that ends at a unit from `first` to `end` to the slots, or writes its hash to `out`. */
let rolling: u64 = 0;
let numUnits: u32 = 0;

function rollUnit(unit: usize, scheme: usize, size: u32): u64 {
  rolling = rolling * shingleBase + load<u64>(unit);
  if (numUnits >= size)
    rolling -= load<u64>(unit - (size as usize) * unitBytes) * load<u64>(scheme, powerField);
  numUnits += 1;
  return avalanche(rolling ^ load<u64>(scheme, seedField));
}

/** Cuts units behind the `kept` ones that the buffer begins with. @returns where they end */
function cutMore(from: usize, end: usize, scheme: usize, kept: usize, start: usize): usize {
  const folds: usize = load<u32>(scheme, foldsField);
  const out = (load<u32>(scheme, unitsField) as usize) + kept;
  const outEnd: usize = load<u32>(scheme, unitsEndField);
  return load<u32>(scheme, isCharactersField) === 0
    ? cutWords(from, end, folds, out, outEnd)
    : cutCharacters(from, end, folds, out, outEnd, start);
}

/** The units that the next shingles reach back to move to the front. @returns their bytes */
function keepLast(scheme: usize, end: usize, size: u32): usize {
  const units: usize = load<u32>(scheme, unitsField);
  const kept = min(end - units, (size as usize) * unitBytes);
  memory.copy(units, end - kept, kept);
  return kept;
}

function offer(hash: u64, slots: usize, shift: u64): void {
  const slot = slots + (((hash >> shift) as usize) << 2);
  store<u32>(slot, min<u32>(hash as u32, load<u32>(slot)));
}

/**
 * Offers all shingles of a text to the slots, or, where `out` is not 0, writes their hashes there as u64.
 * @returns how many shingles there are; a text with fewer units than a shingle has is one
 */
function visitShingles(pointer: usize, length: usize, scheme: usize, out: usize): u32 {
  const end = pointer + length;
  const size = load<u32>(scheme, sizeField);
  const slots: usize = load<u32>(scheme, slotsField);
  const shift = 64 - (load<u32>(scheme, slotBitsField) as u64);
  const units: usize = load<u32>(scheme, unitsField);
  let kept: usize = 0;
  let at = pointer;
  let count: u32 = 0;
  let hash: u64 = 0;
  rolling = 0;
  numUnits = 0;
  while (at < end) {
    const unitsEnd = cutMore(at, end, scheme, kept, pointer);
    at = cutEnd();
    for (let unit = units + kept; unit < unitsEnd; unit += unitBytes) {
      hash = rollUnit(unit, scheme, size);
      if (numUnits < size) continue;
      if (out === 0) offer(hash, slots, shift);
      else store<u64>(out + ((count as usize) << 3), hash);
      count += 1;
    }
    kept = keepLast(scheme, unitsEnd, size);
  }
  if (count > 0 || numUnits === 0) return count;
  if (out === 0) offer(hash, slots, shift);
  else store<u64>(out, hash);
  return 1;
}

function readSlot(slots: usize, place: u32): u32 {
  return load<u32>(slots + ((place as usize) << 2));
}

/** Where a slot's value comes from: itself, or the first of its donors that is filled. The first three are tried without a branch. */
function findDonor(place: u32, mask: u32, slots: usize, donors: usize): u32 {
  const own = donors + (((place * numDonors) as usize) << 1);
  let donor = select<u32>(place, load<u16>(own), readSlot(slots, place) !== empty);
  donor = select<u32>(donor, load<u16>(own, 2), readSlot(slots, donor) !== empty);
  donor = select<u32>(donor, load<u16>(own, 4), readSlot(slots, donor) !== empty);
  if (readSlot(slots, donor) !== empty) return donor;
  for (let attempt: u32 = 3; attempt < numDonors; attempt++) {
    donor = load<u16>(own + ((attempt as usize) << 1));
    if (readSlot(slots, donor) !== empty) return donor;
  }
  while (readSlot(slots, donor) === empty) donor = (donor + 1) & mask;
  return donor;
}

/** Chooses the donors of each slot, numbers from 0 to `mask`, as u16; 32 for each. */
export function fillDonors(donors: usize, mask: u32, seed: u64): void {
  const count = (mask + 1) * numDonors;
  for (let place: u32 = 0; place < count; place++)
    store<u16>(donors + ((place as usize) << 1), (avalanche(seed + (place as u64) + 1) as u32) & mask);
}

/** What is stored of a slot: differently mixed in each, so that chance hits of few bits are independent though slots borrow of one another. */
function mixSlot(value: u32, donor: u32, place: u32): u64 {
  const joined = (((donor as u64) << 32) | (value as u64)) * slotBase + (place as u64) * slotStep;
  return (joined ^ (joined >> 32)) * shingleBase;
}

/**
 * Writes the signature of a text, `slotBytes` a slot: some bits of each (b-bit MinHash, Li and König 2010, arXiv:0910.3349).
 * @returns how many shingles it has
 */
export function signShingles(pointer: usize, length: usize, scheme: usize, out: usize): u32 {
  const numSlots: u32 = 1 << load<u32>(scheme, slotBitsField);
  const slots: usize = load<u32>(scheme, slotsField);
  const slotBytes = load<u32>(scheme, slotBytesField);
  memory.fill(slots, 0xff, (numSlots as usize) << 2);
  const count = visitShingles(pointer, length, scheme, 0);
  if (count === 0) {
    memory.fill(out, 0xff, (numSlots * slotBytes) as usize);
    return 0;
  }
  const donors: usize = load<u32>(scheme, donorsField);
  for (let place: u32 = 0; place < numSlots; place++) {
    const donor = findDonor(place, numSlots - 1, slots, donors);
    const mixed = mixSlot(readSlot(slots, donor), donor, place);
    const to = out + ((place * slotBytes) as usize);
    if (slotBytes === 1) store<u8>(to, (mixed >> 56) as u8);
    else if (slotBytes === 2) store<u16>(to, (mixed >> 48) as u16);
    else store<u32>(to, (mixed >> 32) as u32);
  }
  return count;
}

/** Writes the hashes of all shingles of a text, as u64, repeated ones too. @returns how many */
export function listShingles(pointer: usize, length: usize, scheme: usize, out: usize): u32 {
  return visitShingles(pointer, length, scheme, out);
}

function isUnsigned(signature: usize, numBytes: usize): bool {
  for (let at: usize = 0; at < numBytes; at += 4) if (load<u32>(signature + at) !== empty) return false;
  return true;
}

/**
 * Writes a record for each band of each signed document: hash as two u32, unit, document.
 * Documents of different scopes (a u32 each; 0 for none) share no hash.
 * @param first number of the first document
 * @returns how many records
 */
export function hashBands(
  signatures: usize,
  numDocuments: u32,
  numBands: u32,
  bandBytes: u32,
  signatureBytes: u32,
  scopes: usize,
  unit: u32,
  first: u32,
  out: usize,
): u32 {
  let to = out;
  for (let document: u32 = 0; document < numDocuments; document++) {
    const signature = signatures + (document as usize) * (signatureBytes as usize);
    if (isUnsigned(signature, signatureBytes)) continue;
    const scope: u64 = scopes === 0 ? 0 : load<u32>(scopes + ((document as usize) << 2));
    for (let band: u32 = 0; band < numBands; band++) {
      const from = signature + (band as usize) * (bandBytes as usize);
      const hash = hash64(from, bandBytes, (scope << 32) | (band as u64));
      store<u64>(to, hash);
      store<u32>(to, unit, 8);
      store<u32>(to, first + document, 12);
      to += 16;
    }
  }
  return ((to - out) >> 4) as u32;
}
