/**
 * Telephone numbers at the beginning of the number window: international ones (E.164), and the national shapes of China, North America and
 * Europe.
 * Invariant: each rule gives the place behind its number, or 0. A national number without its signs is taken for a phone only as a Chinese
 * mobile, whose prefixes are assigned.
 * Refuses: extensions, and national numbers in one piece.
 */
import { digitsValue, groupEnd, isEvenlyParted, separatorAfter, sizeOf } from './digit-groups';
import { characterAt, isDigit, isEnded } from './number-window';

/** Whether eleven digits begin with the prefix of a mobile network (numbering plan of 2023), without those of machines. */
function isMobile(three: u32): bool {
  if (three < 130 || three > 199) return false;
  const last = three % 10;
  const tens = three / 10;
  if (tens === 13 || tens === 18) return true;
  if (tens === 14) return last >= 5;
  if (tens === 15) return last !== 4;
  if (tens === 16) return last === 2 || last >= 5;
  if (tens === 17) return last !== 9 && last !== 4;
  return last !== 4;
}

/** The end of a mobile number whose first group is `group` and whose first digit is at `place`. */
function mobileAt(group: i32, place: i32): i32 {
  if (!isMobile(digitsValue(place, 3))) return 0;
  if (sizeOf(group) === 11) return groupEnd(group);
  const isThree = sizeOf(group) === 3 && sizeOf(group + 1) === 4 && sizeOf(group + 2) === 4;
  return isThree && separatorAfter(group) === separatorAfter(group + 1) ? groupEnd(group + 2) : 0;
}

/** A Chinese mobile number, with 86 or 0086 before it or without. */
export function matchMobile(): i32 {
  const first = sizeOf(0);
  let end: i32 = 0;
  if (first === 11 || first === 3) end = mobileAt(0, 0);
  else if ((first === 2 && digitsValue(0, 2) === 86) || (first === 4 && digitsValue(0, 4) === 86))
    end = mobileAt(1, first);
  else if (first === 13 && digitsValue(0, 2) === 86 && isMobile(digitsValue(2, 3))) end = groupEnd(0);
  return end !== 0 && isEnded(end) ? end : 0;
}

/** Past one sign between digits, or a bracket with the blank or hyphen beside it; `at` itself where none stands there. */
function pastSign(at: i32): i32 {
  const byte = characterAt(at);
  const isBracket = byte === 0x28 || byte === 0x29;
  if (!isBracket && byte !== 0x20 && byte !== 0x2d && byte !== 0x2e) return at;
  const next = characterAt(at + 1);
  return (isBracket ? next === 0x20 || next === 0x2d : next === 0x28) ? at + 2 : at + 1;
}

/** An international number: after `from` (a plus, or 00) 8 to 15 digits that do not begin with 0, parted by single signs or brackets. */
export function matchInternational(from: i32, isParted: bool): i32 {
  let at = from;
  let count: i32 = 0;
  let end: i32 = 0;
  let numParts: i32 = 0;
  // 00 and the country may be parted, but not by a bracket.
  const lead = characterAt(at);
  const isTogether = isDigit(lead) || lead === 0x28 || lead === 0x29;
  if (characterAt(isTogether ? at : pastSign(at)) - 0x31 >= 9) return 0;
  while (true) {
    if (isDigit(characterAt(at))) {
      count += 1;
      at += 1;
      end = at;
      if (count > 15) return 0;
      continue;
    }
    const next = pastSign(at);
    if (next === at || !isDigit(characterAt(next))) break;
    at = next;
    numParts += 1;
  }
  if (count < 8 || (isParted && numParts === 0)) return 0;
  return isEnded(end) ? end : 0;
}

/** A North American number: area and exchange begin with 2 to 9, parted by hyphens or points. */
function matchNorthAmerican(): i32 {
  const first: i32 = sizeOf(0) === 1 && digitsValue(0, 1) === 1 ? 1 : 0;
  if (sizeOf(first) !== 3 || sizeOf(first + 1) !== 3 || sizeOf(first + 2) !== 4) return 0;
  if (separatorAfter(first) === 0x20 || separatorAfter(first) !== separatorAfter(first + 1)) return 0;
  if (digitsValue(first, 1) < 2 || digitsValue(first + 3, 1) < 2) return 0;
  return groupEnd(first + 2);
}

/** A number with its area code in brackets: `(010) 12345678`, `(555) 123-4567`. The window begins with the bracket. */
export function matchBracketed(): i32 {
  let at: i32 = 1;
  while (isDigit(characterAt(at))) at += 1;
  const numArea = at - 1;
  if (numArea < 3 || numArea > 5 || characterAt(at) !== 0x29) return 0;
  at += 1;
  if (characterAt(at) === 0x20) at += 1;
  const start = at;
  let numDigits: i32 = 0;
  let numParts: i32 = 0;
  while (isDigit(characterAt(at))) {
    numDigits += 1;
    at += 1;
    const separator = characterAt(at);
    const isParted = separator === 0x2d || separator === 0x2e || separator === 0x20;
    if (isParted && isDigit(characterAt(at + 1)) && numParts < 2) {
      numParts += 1;
      at += 1;
    }
  }
  if (at === start || !isEnded(at)) return 0;
  if (characterAt(1) === 0x30) return numDigits >= 6 && numDigits <= 8 ? at : 0;
  return numArea === 3 && numDigits === 7 && characterAt(1) > 0x31 && numParts === 1 ? at : 0;
}

/** 400-820-8820 and 800-…, the numbers of Chinese companies. */
function matchService(): i32 {
  if (sizeOf(0) !== 3 || (digitsValue(0, 3) !== 400 && digitsValue(0, 3) !== 800)) return 0;
  if (separatorAfter(0) !== 0x2d || separatorAfter(1) !== 0x2d) return 0;
  const middle = sizeOf(1);
  const last = sizeOf(2);
  return (middle === 3 && last === 4) || (middle === 4 && last === 3) ? groupEnd(2) : 0;
}

/** A number with its trunk 0: area code of 3 to 5 digits and the rest in one to three groups, or five groups of two as in France. */
function matchTrunk(): i32 {
  if (digitsValue(0, 1) !== 0 || digitsValue(1, 1) === 0) return 0;
  const first = sizeOf(0);
  if (first === 2) {
    for (let group: i32 = 1; group < 5; group += 1) if (sizeOf(group) !== 2) return 0;
    return sizeOf(5) === 2 || !isEvenlyParted(5) ? 0 : groupEnd(4);
  }
  if (first < 3 || first > 5) return 0;
  let count = first;
  let end: i32 = 0;
  for (let group: i32 = 1; group < 4; group += 1) {
    const size = sizeOf(group);
    if (size < 2 || (group === 1 && size < 3 && first < 5)) break;
    count += size;
    if (count >= 9 && count <= 12) end = groupEnd(group);
    if (separatorAfter(group) !== separatorAfter(0) || count >= 11) break;
  }
  return end;
}

/** A number in one of the national shapes that the groups are read in. */
export function matchNational(): i32 {
  if (sizeOf(1) === 0) return 0;
  let end = matchNorthAmerican();
  if (end === 0) end = matchService();
  if (end === 0) end = matchTrunk();
  return end !== 0 && isEnded(end) ? end : 0;
}
