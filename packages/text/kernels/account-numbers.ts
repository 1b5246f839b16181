/**
 * International bank account numbers and bank cards at the beginning of the number window.
 * Invariant: each rule gives the place behind its number, or 0. Lengths of accounts are those of the SWIFT registry, release 99.
 */
import { isIbanValid, isLuhnValid } from './check-digits';
import { digitsAt, digitsValue, groupEnd, isEvenlyParted, separatorAfter, sizeOf } from './digit-groups';
import { characterAt, isAlphanumeric, isCapital, isDigit, isEnded } from './number-window';

const account: usize = memory.data(40);

/** Lengths by country; each country is its two letters as a number and is followed by its length. */
const countries: StaticArray<u16> = [
  0x4144, 24, 0x4145, 23, 0x414c, 28, 0x4154, 20, 0x415a, 28, 0x4241, 20, 0x4245, 16, 0x4247, 22, 0x4248, 22,
  0x4249, 27, 0x4252, 29, 0x4259, 28, 0x4348, 21, 0x4352, 22, 0x4359, 28, 0x435a, 24, 0x4445, 22, 0x444a, 27,
  0x444b, 18, 0x444f, 28, 0x4545, 20, 0x4547, 29, 0x4553, 24, 0x4649, 18, 0x464b, 18, 0x464f, 18, 0x4652, 27,
  0x4742, 22, 0x4745, 22, 0x4749, 23, 0x474c, 18, 0x4752, 27, 0x4754, 28, 0x484e, 28, 0x4852, 21, 0x4855, 28,
  0x4945, 22, 0x494c, 23, 0x4951, 23, 0x4953, 26, 0x4954, 27, 0x4a4f, 30, 0x4b57, 30, 0x4b5a, 20, 0x4c42, 28,
  0x4c43, 32, 0x4c49, 21, 0x4c54, 20, 0x4c55, 20, 0x4c56, 21, 0x4c59, 25, 0x4d43, 27, 0x4d44, 24, 0x4d45, 22,
  0x4d4b, 19, 0x4d4e, 20, 0x4d52, 27, 0x4d54, 31, 0x4d55, 30, 0x4e49, 28, 0x4e4c, 18, 0x4e4f, 15, 0x4f4d, 23,
  0x504b, 24, 0x504c, 28, 0x5053, 29, 0x5054, 25, 0x5141, 29, 0x524f, 24, 0x5253, 22, 0x5255, 33, 0x5341, 24,
  0x5343, 31, 0x5344, 18, 0x5345, 24, 0x5349, 19, 0x534b, 24, 0x534d, 27, 0x534f, 23, 0x5354, 25, 0x5356, 28,
  0x544c, 23, 0x544e, 24, 0x5452, 26, 0x5541, 29, 0x5641, 22, 0x5647, 24, 0x584b, 20, 0x5945, 30,
];

function lengthOf(country: u32): i32 {
  for (let at = 0; at < countries.length; at += 2)
    if (countries[at] === (country as u16)) return countries[at + 1];
  return 0;
}

/** An account number, in one piece or in groups of four with blanks between. */
export function matchIban(): i32 {
  if (!isCapital(characterAt(0)) || !isCapital(characterAt(1))) return 0;
  if (!isDigit(characterAt(2)) || !isDigit(characterAt(3))) return 0;
  const length = lengthOf((characterAt(0) << 8) | characterAt(1));
  if (length === 0) return 0;
  let at: i32 = 0;
  for (let count: i32 = 0; count < length; count += 1) {
    if (count > 0 && (count & 3) === 0 && characterAt(at) === 0x20) at += 1;
    const byte = characterAt(at);
    if (!isCapital(byte) && !isDigit(byte)) return 0;
    store<u8>(account + (count as usize), byte);
    at += 1;
  }
  if (isAlphanumeric(characterAt(at)) || !isIbanValid(account, length)) return 0;
  return at;
}

/** Whether an issuer gives out cards of this length that begin so: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Mir. */
function isIssued(count: i32): bool {
  const four = digitsValue(0, 4);
  const two = four / 100;
  if (two >= 40 && two < 50) return count === 13 || count === 16 || count === 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return count === 16;
  if (two === 34 || two === 37) return count === 15;
  if ((four >= 3000 && four <= 3059) || two === 36 || two === 38 || two === 39)
    return count === 14 || count === 16;
  if (four >= 3528 && four <= 3589) return count >= 16;
  if (two === 62 || two === 65 || four === 6011 || (four >= 6440 && four <= 6499)) return count >= 16;
  return four >= 2200 && four <= 2204 && count === 16;
}

/** How many groups a card's digits are written in: one, four of four with up to three digits more, or as Diners and American Express do. */
function countCardGroups(): i32 {
  const first = sizeOf(0);
  if (first >= 13 && first <= 19) return 1;
  if (first !== 4 || separatorAfter(0) === 0x2e) return 0;
  if (sizeOf(1) === 6) return sizeOf(2) === 5 || sizeOf(2) === 4 ? 3 : 0;
  if (sizeOf(1) !== 4 || sizeOf(2) !== 4 || sizeOf(3) !== 4) return 0;
  return sizeOf(4) > 0 && sizeOf(4) <= 3 ? 5 : 4;
}

function matchCardGroups(numGroups: i32): i32 {
  if (!isEvenlyParted(numGroups)) return 0;
  let count: i32 = 0;
  for (let group: i32 = 0; group < numGroups; group += 1) count += sizeOf(group);
  const end = groupEnd(numGroups - 1);
  if (!isEnded(end) || !isIssued(count)) return 0;
  return isLuhnValid(digitsAt(0), count) ? end : 0;
}

/** A bank card's number. */
export function matchBankCard(): i32 {
  const numGroups = countCardGroups();
  if (numGroups === 0) return 0;
  const end = matchCardGroups(numGroups);
  return end === 0 && numGroups === 5 ? matchCardGroups(4) : end;
}
