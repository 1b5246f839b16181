/**
 * Chinese identity numbers, unified social credit codes and vehicle plates.
 * Invariant: each rule gives the place of the window behind its number, or 0.
 * Refuses: regions finer than a province, which change by the year; dates before 1900 and after 2099.
 */

import { decodeBefore, decodedWidth } from './characters';
import { creditValueOf, isCreditCodeValid, isIdentityValid } from './check-digits';
import { sizeOf } from './digit-groups';
import { characterAt, isCapital, isDigit, isEnded, threeBytesAt, windowAt, wordEnd } from './number-window';

const joined: usize = memory.data(24);

/** Numbers of provinces (GB/T 2260), a bit each from 11 on. */
function isProvince(number: u32): bool {
  if (number < 11) return false;
  if (number >= 71) return number === 71 || number === 81 || number === 82 || number === 83;
  const tens = number / 10;
  const most: u32 = tens === 1 ? 5 : tens === 2 ? 3 : tens === 3 ? 7 : tens === 4 ? 6 : tens === 5 ? 4 : 5;
  return tens <= 6 && number % 10 >= (tens === 5 ? 0 : 1) && number % 10 <= most;
}

function numberAt(characters: usize, count: usize): u32 {
  let value: u32 = 0;
  for (let place: usize = 0; place < count; place += 1)
    value = value * 10 + (load<u8>(characters + place) as u32) - 0x30;
  return value;
}

/** Whether a year, month and day are one of the calendar. */
function isDate(year: u32, month: u32, day: u32): bool {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days: u32 =
    month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

/** Copies a number of so many digits, the last of which may be an X, out of its groups. @returns the place behind it, or 0 */
function joinIdentity(count: i32): i32 {
  let at: i32 = 0;
  for (let place: i32 = 0; place < count; place += 1) {
    const byte = characterAt(at);
    const isLast = place === 17 && (byte | 0x20) === 0x78;
    if (!isDigit(byte) && !isLast) return 0;
    store<u8>(joined + (place as usize), byte);
    at += 1;
    const next = characterAt(at);
    if ((place === 5 || place === 13) && count === 18 && (next === 0x20 || next === 0x2d)) at += 1;
  }
  return isEnded(at) ? at : 0;
}

/** A number of 18 characters (GB 11643), in one piece or as region, date and rest. */
export function matchIdentity(): i32 {
  const first = sizeOf(0);
  if (first !== 17 && first !== 18 && first !== 6 && first !== 14) return 0;
  const end = joinIdentity(18);
  if (end === 0 || !isProvince(numberAt(joined, 2))) return 0;
  const year = numberAt(joined + 6, 4);
  if (year < 1900 || year > 2099 || !isDate(year, numberAt(joined + 10, 2), numberAt(joined + 12, 2)))
    return 0;
  return isIdentityValid(joined) ? end : 0;
}

/** A number of 15 digits as they were until 1999; without a check digit, so the caller asks for words that name it. */
export function matchOldIdentity(): i32 {
  if (sizeOf(0) !== 15) return 0;
  const end = joinIdentity(15);
  if (end === 0 || !isProvince(numberAt(joined, 2))) return 0;
  return isDate(1900 + numberAt(joined + 6, 2), numberAt(joined + 8, 2), numberAt(joined + 10, 2)) ? end : 0;
}

/** A unified social credit code (GB 32100): registrar, category, region in six digits, body with its own and the code's check character. */
export function matchCreditCode(): i32 {
  if (wordEnd(0) !== 18 || !isEnded(18)) return 0;
  const registrar = characterAt(0);
  const isKnown = registrar - 0x31 < 9 || registrar === 0x41 || registrar === 0x4e || registrar === 0x59;
  if (!isKnown || characterAt(1) - 0x31 >= 9) return 0;
  for (let place: i32 = 2; place < 8; place += 1) if (!isDigit(characterAt(place))) return 0;
  for (let place: i32 = 8; place < 18; place += 1) if (creditValueOf(characterAt(place)) > 30) return 0;
  if (!isProvince(numberAt(windowAt(2), 2)) && numberAt(windowAt(2), 2) !== 10) return 0;
  return isCreditCodeValid(windowAt(0)) ? 18 : 0;
}

/** Characters that stand for provinces on plates. */
const provinces: StaticArray<u16> = [
  0x4eac, 0x6d25, 0x6caa, 0x6e1d, 0x5180, 0x8c6b, 0x4e91, 0x8fbd, 0x9ed1, 0x6e58, 0x7696, 0x9c81, 0x65b0,
  0x82cf, 0x6d59, 0x8d63, 0x9102, 0x6842, 0x7518, 0x664b, 0x8499, 0x9655, 0x5409, 0x95fd, 0x8d35, 0x7ca4,
  0x9752, 0x85cf, 0x5ddd, 0x5b81, 0x743c,
];

/** 警学挂港澳使领, on plates of the police, driving schools, trailers, Hong Kong, Macao and consulates, as the three bytes of each. */
const plateSuffixes: StaticArray<u32> = [
  0xa6ade8, 0xa6ade5, 0x828ce6, 0xafb8e6, 0xb3bee6, 0xbfbde4, 0x86a2e9,
];

function hasPlateSuffix(place: i32): bool {
  const three = threeBytesAt(place);
  for (let at = 0; at < plateSuffixes.length; at += 1) if (plateSuffixes[at] === three) return true;
  return false;
}

/** The plate's beginning if a province's character ends at `at`, else 0. */
function provinceBefore(at: usize, start: usize): usize {
  if (at < start + 3 || load<u8>(at - 1) < 0x80) return 0;
  const code = decodeBefore(at, start);
  for (let place = 0; place < provinces.length; place += 1)
    if ((provinces[place] as u32) === code) return at - decodedWidth();
  return 0;
}

/** Whether the characters behind a plate's letter are a number: five with at most two letters, or six as new-energy vehicles have. */
function isPlateNumber(place: i32, count: i32): bool {
  let numLetters: i32 = 0;
  for (let at: i32 = 0; at < count; at += 1) {
    const byte = characterAt(place + at);
    if (isDigit(byte)) continue;
    if (!isCapital(byte) || byte === 0x49 || byte === 0x4f) return false;
    numLetters += 1;
  }
  if (count < 6) return numLetters <= count - 3;
  if (isCapital(characterAt(place + 5))) return numLetters === 1;
  return (
    isCapital(characterAt(place)) &&
    (numLetters === 1 || (numLetters === 2 && isCapital(characterAt(place + 1))))
  );
}

let plateBegin: usize = 0;
let plateTail: usize = 0;

/** Where the plate found last begins, before the window. */
export function plateStart(): usize {
  return plateBegin;
}

/** Bytes of the plate found last behind the place that was given. */
export function plateTailBytes(): usize {
  return plateTail;
}

/** The end of a plate's number at a place, which has so many characters and perhaps a suffix behind them. */
function plateEnd(place: i32, count: i32): i32 {
  plateTail = count === 4 && hasPlateSuffix(place + 4) ? 3 : 0;
  if (plateTail === 0 && count !== 5 && count !== 6) return 0;
  return isPlateNumber(place, count) && isEnded(place + count) ? place + count : 0;
}

/** A plate whose province stands before the word at `word`: with its letter, or the letter and a middle dot, hyphen or blank, before it. */
export function matchPlate(word: usize, start: usize): i32 {
  const end = wordEnd(0);
  plateBegin = provinceBefore(word, start);
  if (plateBegin !== 0) return isCapital(characterAt(0)) ? plateEnd(1, end - 1) : 0;
  let at = word;
  if (at > start + 1 && load<u8>(at - 2) === 0xc2 && load<u8>(at - 1) === 0xb7) at -= 2;
  else if (
    at > start + 2 &&
    load<u8>(at - 3) === 0xe2 &&
    load<u8>(at - 2) === 0x80 &&
    load<u8>(at - 1) === 0xa2
  )
    at -= 3;
  else if (
    at > start &&
    (load<u8>(at - 1) === 0x20 || load<u8>(at - 1) === 0x2d || load<u8>(at - 1) === 0x2e)
  )
    at -= 1;
  else return 0;
  if (at <= start || !isCapital(load<u8>(at - 1))) return 0;
  plateBegin = provinceBefore(at - 1, start);
  return plateBegin !== 0 ? plateEnd(0, end) : 0;
}
