/**
 * Check digits over characters in memory, one byte each.
 * Invariant: the caller has seen that the characters are of the scheme's alphabet.
 */

/** Luhn's check (ISO/IEC 7812-1, annex B) over digits. */
export function isLuhnValid(digits: usize, count: i32): bool {
  let sum: i32 = 0;
  for (let place: i32 = 0; place < count; place += 1) {
    let digit = (load<u8>(digits + (place as usize)) as i32) - 0x30;
    if (((count - place) & 1) === 0) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The value of a digit or capital: 0 to 35. */
function characterValue(byte: u32): u32 {
  return byte < 0x3a ? byte - 0x30 : byte - 0x41 + 10;
}

/** Whether an IBAN, without spaces, is 1 modulo 97 with its first four characters at the end (ISO 13616, ISO 7064 mod 97-10). */
export function isIbanValid(characters: usize, count: i32): bool {
  let remainder: u32 = 0;
  for (let place: i32 = 0; place < count; place += 1) {
    const value = characterValue(load<u8>(characters + (((place + 4) % count) as usize)));
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Whether the last of 18 characters is that of a Chinese identity number (GB 11643, ISO 7064 mod 11-2). */
export function isIdentityValid(characters: usize): bool {
  let sum: u32 = 0;
  for (let place: usize = 0; place < 17; place += 1)
    sum = (sum + (load<u8>(characters + place) as u32) - 0x30) * 2;
  const check = (12 - (sum % 11)) % 11;
  const last = load<u8>(characters, 17) as u32;
  return check === 10 ? (last | 0x20) === 0x78 : last === 0x30 + check;
}

/** The value of a character of the credit code's alphabet, which lacks I, O, S, V and Z, or 31. */
export function creditValueOf(byte: u32): u32 {
  if (byte - 0x30 < 10) return byte - 0x30;
  if (byte < 0x41 || byte > 0x59) return 31;
  if (byte === 0x49 || byte === 0x4f || byte === 0x53 || byte === 0x56) return 31;
  const lacking: u32 =
    (byte > 0x49 ? 1 : 0) + (byte > 0x4f ? 1 : 0) + (byte > 0x53 ? 1 : 0) + (byte > 0x56 ? 1 : 0);
  return byte - 0x41 + 10 - lacking;
}

/** Whether the last of 18 characters is that of a unified social credit code (GB 32100, 31 minus the sum of value times 3^place). */
export function isCreditCodeValid(characters: usize): bool {
  let sum: u32 = 0;
  let weight: u32 = 1;
  for (let place: usize = 0; place < 17; place += 1) {
    sum += creditValueOf(load<u8>(characters + place)) * weight;
    weight = (weight * 3) % 31;
  }
  return creditValueOf(load<u8>(characters, 17)) === (31 - (sum % 31)) % 31;
}
