/**
 * Whether text is in Unicode normalisation form C, by the quick check of UAX #15.
 * Invariant: 1 only if it is; 0 also where only normalising can tell. `table` is the two-stage table of combining classes made by
 * `src/tokenizer/character-tables.ts`.
 */
const firstStageBytes: usize = 17408;
const undecided: u32 = 255;

function combiningClass(codePoint: u32, table: usize): u32 {
  if (codePoint > 0x10ffff) return 0;
  const block: usize = load<u16>(table + ((codePoint >> 7) << 1));
  return load<u8>(table + firstStageBytes + (block << 7) + (codePoint & 127));
}

export function isNfc(pointer: usize, length: usize, table: usize): u32 {
  const end = pointer + length;
  let at = pointer;
  let before: u32 = 0;
  while (at < end) {
    const lead: u32 = load<u8>(at);
    if (lead < 0xcc || (lead >= 0xe4 && lead <= 0xe9)) {
      while (at + 16 <= end && !v128.any_true(i8x16.ge_u(v128.load(at), i8x16.splat(0xcc as i8)))) at += 16;
      if (at < end && load<u8>(at) < 0xcc) at += 1;
      else if (at < end && load<u8>(at) >= 0xe4 && load<u8>(at) <= 0xe9) at += 3;
      before = 0;
      continue;
    }
    let codePoint: u32 = 0;
    if (lead < 0xe0) {
      codePoint = ((lead & 31) << 6) | (load<u8>(at, 1) & 63);
      at += 2;
    } else if (lead < 0xf0) {
      codePoint = ((lead & 15) << 12) | ((load<u8>(at, 1) & 63) << 6) | (load<u8>(at, 2) & 63);
      at += 3;
    } else {
      codePoint =
        ((lead & 7) << 18) |
        ((load<u8>(at, 1) & 63) << 12) |
        ((load<u8>(at, 2) & 63) << 6) |
        (load<u8>(at, 3) & 63);
      at += 4;
    }
    const here = combiningClass(codePoint, table);
    if (here === undecided || (here !== 0 && here < before)) return 0;
    before = here;
  }
  return 1;
}
