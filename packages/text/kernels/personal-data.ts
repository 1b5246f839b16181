/**
 * Finds personal data in one pass over bytes: 16 at a time are searched for an at sign, digits, three hyphens and long runs of letters and
 * digits; only there are the rules asked.
 * Invariant: finds rise and do not overlap; an address that holds a number takes its place.
 */
import { matchBankCard, matchIban } from './account-numbers';
import { readGroups } from './digit-groups';
import { emailStart, matchEmail } from './email-addresses';
import {
  matchCreditCode,
  matchIdentity,
  matchOldIdentity,
  matchPlate,
  plateStart,
  plateTailBytes,
} from './identity-numbers';
import { ipv6Start, matchIpv4, matchIpv6 } from './network-addresses';
import {
  characterAt,
  fillWindow,
  isAlphanumeric,
  isCapital,
  isDigit,
  isWordByte,
  placeOf,
  plainAt,
  plainBefore,
  plainWidth,
  wordEnd,
} from './number-window';
import * as kinds from './personal-kinds';
import { addFind, countFinds, endOfFinds, isWithinLast, startFinds } from './personal-kinds';
import { matchBracketed, matchInternational, matchMobile, matchNational } from './phone-numbers';
import { isPostalCode } from './postal-codes';
import {
  isTokenByte,
  matchPrivateKey,
  matchSecret,
  secretKind,
  secretStart,
  setSecretTables,
} from './secrets';

/** The shortest run of letters, digits, hyphens and underscores that is looked at as a secret. */
const minRun: usize = 16;

let text: usize = 0;
let textEnd: usize = 0;
let passesReserved: bool = false;
/** Up to where the anchors have been looked at. */
let seen: usize = 0;

/** The beginning of the word that the digit at `at` is in. */
function wordBefore(at: usize): usize {
  let word = at;
  while (word > text && at - word < 64) {
    const plain = plainBefore(word, text);
    if (!isWordByte(plain)) break;
    word -= plainWidth();
  }
  return word;
}

/** Whether a number at `at` is the further part of something: of a decimal, a path, a list of hyphens. */
function isJoined(at: usize): bool {
  const plain = plainBefore(at, text);
  if (plain !== 0x2d && plain !== 0x2e && plain !== 0x2f && plain !== 0x2c) return false;
  // A full-width comma parts sentences, not thousands.
  if (plainWidth() > 1 && plain !== 0x2d) return false;
  const before = plainBefore(at - plainWidth(), text);
  return plain === 0x2c ? isDigit(before) : isAlphanumeric(before);
}

/** 身份证, or `ID` as a word, within 40 bytes before `at`. */
function isIdentityNamed(at: usize): bool {
  const from = at > text + 40 ? at - 40 : text;
  for (let place = from; place + 2 <= at; place += 1) {
    const byte = load<u8>(place) as u32;
    if (byte === 0xe8 && place + 9 <= at && load<u8>(place, 1) === 0xba && load<u8>(place, 2) === 0xab) {
      if (load<u8>(place, 3) === 0xe4 && load<u8>(place, 4) === 0xbb && load<u8>(place, 5) === 0xbd)
        return true;
    }
    const isWord = place === from || !isWordByte(load<u8>(place - 1));
    if (isWord && (byte | 0x20) === 0x69 && (load<u8>(place, 1) | 0x20) === 0x64)
      if (place + 2 === at || !isWordByte(load<u8>(place, 2))) return true;
  }
  return false;
}

/** Whether `version` or 版本 stands just before `at`. */
function isVersion(at: usize): bool {
  let place = at;
  while (place > text && (load<u8>(place - 1) === 0x20 || load<u8>(place - 1) === 0x3a)) place -= 1;
  if (place >= text + 7 && (load<u32>(place - 7) | 0x20202020) === 0x73726576)
    return load<u8>(place - 1) === 0x6e;
  return place >= text + 6 && load<u32>(place - 6) === 0xe68889e7 && load<u16>(place - 2) === 0xac9c;
}

function addWindow(kind: u32, start: usize, place: i32): bool {
  if (place === 0) return false;
  addFind(kind, start, placeOf(place));
  return true;
}

/** Rules of numbers that begin with a letter or stand as one word. */
function lookAtWord(word: usize): bool {
  const end = wordEnd(0);
  if (addWindow(kinds.iban, word, matchIban())) return true;
  if (end === 18 && addWindow(kinds.creditCode, word, matchCreditCode())) return true;
  if (end >= 4 && end <= 7 && plainBefore(word, text) !== 0) {
    const plate = matchPlate(word, text);
    if (plate !== 0) {
      addFind(kinds.chinesePlate, plateStart(), placeOf(plate) + plateTailBytes());
      return true;
    }
  }
  return false;
}

/** Rules of groups of digits. */
function lookAtDigits(word: usize): bool {
  readGroups(0);
  if (addWindow(kinds.chineseIdentity, word, matchIdentity())) return true;
  if (addWindow(kinds.bankCard, word, matchBankCard())) return true;
  const old = matchOldIdentity();
  if (old !== 0 && isIdentityNamed(word)) return addWindow(kinds.chineseIdentity, word, old);
  if (addWindow(kinds.chineseMobile, word, matchMobile())) return true;
  if (
    characterAt(0) === 0x30 &&
    characterAt(1) === 0x30 &&
    addWindow(kinds.phone, word, matchInternational(2, true))
  )
    return true;
  return !isPostalCode(word, text) && addWindow(kinds.phone, word, matchNational());
}

/** A number behind a plus sign or an opening bracket. */
function lookAtSigned(word: usize): bool {
  const sign = plainBefore(word, text);
  if (sign !== 0x2b && sign !== 0x28) return false;
  const start = word - plainWidth();
  const before = plainBefore(start, text);
  if (sign === 0x28) {
    // "+44 (0)20", "+1 (555)" are read from their plus.
    fillWindow(start, textEnd);
    return addWindow(kinds.phone, start, matchBracketed());
  }
  if (isAlphanumeric(before) || before === 0x2b) return false;
  fillWindow(word, textEnd);
  readGroups(0);
  const mobile = matchMobile();
  if (mobile !== 0 && characterAt(0) === 0x38) return addWindow(kinds.chineseMobile, start, mobile);
  return addWindow(kinds.phone, start, matchInternational(0, false));
}

function lookAtAddresses(word: usize): bool {
  const before = plainBefore(word, text);
  if (before !== 0x2e && before !== 0x2d && isDigit(load<u8>(word))) {
    const ipv4 = matchIpv4(word, textEnd, passesReserved);
    if (ipv4 !== 0 && !isVersion(word)) {
      addFind(kinds.ipv4, word, ipv4);
      return true;
    }
  }
  const ipv6 = matchIpv6(word, text, textEnd, passesReserved);
  if (ipv6 === 0 || ipv6Start() < endOfFinds()) return false;
  addFind(kinds.ipv6, ipv6Start(), ipv6);
  return true;
}

/** Whether what follows a short word could make a longer number of it. */
function goesOn(at: usize): bool {
  if (at >= textEnd) return false;
  const next = plainAt(at, textEnd);
  if (next !== 0x20 && next !== 0x2d && next !== 0x2e && next !== 0x3a && next !== 0x29) return false;
  const after = at + plainWidth();
  if (after >= textEnd) return false;
  const second = plainAt(after, textEnd);
  return isDigit(second) || second === 0x28 || next === 0x3a || next === 0x29;
}

/** Looks at the word with a digit at `at`. */
function lookAtNumber(at: usize): void {
  const word = wordBefore(at);
  let stop = word;
  let numCharacters: i32 = 0;
  for (; stop < textEnd && isWordByte(plainAt(stop, textEnd)); stop += plainWidth()) numCharacters += 1;
  seen = stop;
  if (word < endOfFinds()) return;
  const size = stop - word;
  const isLong = size >= 11 || (size === 4 && isCapital(load<u8>(word)) && isCapital(load<u8>(word, 1)));
  const isAfterWide = word > text && load<u8>(word - 1) >= 0x80;
  const isPlateLike =
    numCharacters >= 4 &&
    numCharacters <= 7 &&
    (isAfterWide || (word > text + 4 && isCapital(load<u8>(word - 2))));
  const before = plainBefore(word, text);
  if (!isLong && !isPlateLike && before !== 0x2b && before !== 0x3a && !goesOn(stop)) return;
  if (lookAtSigned(word) || lookAtAddresses(word)) {
    seen = max(seen, endOfFinds());
    return;
  }
  fillWindow(word, textEnd);
  if (lookAtWord(word) || (isDigit(characterAt(0)) && !isJoined(word) && lookAtDigits(word)))
    seen = max(seen, endOfFinds());
}

/** Looks at the run of letters, digits, hyphens and underscores from `run` to `stop`. */
function lookAtRun(run: usize, stop: usize): void {
  if (isWithinLast(run)) return;
  const end = matchSecret(run, stop, text, textEnd);
  if (end === 0) return;
  addFind(secretKind(), secretStart(), end);
  seen = max(seen, end);
}

function lookAtSign(at: usize, width: usize): void {
  const end = matchEmail(at, at + width, text, textEnd);
  if (end === 0) return;
  addFind(kinds.email, emailStart(), end);
  seen = max(seen, end);
}

function lookAtHyphens(at: usize): void {
  let from = at;
  while (from > text && load<u8>(from - 1) === 0x2d) from -= 1;
  let stop = at;
  while (stop < textEnd && load<u8>(stop) === 0x2d) stop += 1;
  seen = max(seen, stop);
  if (stop - from !== 5 || from < endOfFinds()) return;
  const end = matchPrivateKey(from, textEnd);
  if (end === 0) return;
  addFind(kinds.privateKey, from, end);
  seen = max(seen, end);
}

/** Looks at one byte that may be an anchor. */
function lookAt(at: usize): void {
  const byte = load<u8>(at) as u32;
  if (byte === 0x40) lookAtSign(at, 1);
  else if (byte === 0x2d) lookAtHyphens(at);
  else if (isDigit(byte)) lookAtNumber(at);
  else if (byte === 0xef) {
    const plain = plainAt(at, textEnd);
    if (plain === 0x40) lookAtSign(at, 3);
    else if (isDigit(plain)) lookAtNumber(at);
  }
}

/** The bytes of a block that are letters, digits, hyphens or underscores. */
function markTokenBytes(block: v128): i32 {
  const letters = i8x16.sub(v128.or(block, i8x16.splat(0x20)), i8x16.splat(0x61));
  const digits = i8x16.sub(block, i8x16.splat(0x30));
  const signs = v128.or(i8x16.eq(block, i8x16.splat(0x2d)), i8x16.eq(block, i8x16.splat(0x5f)));
  const words = v128.or(i8x16.lt_u(letters, i8x16.splat(26)), i8x16.lt_u(digits, i8x16.splat(10)));
  return i8x16.bitmask(v128.or(words, signs));
}

/** The bytes of a block that are digits, at signs, or the first of a full-width form of one; where three hyphens begin, too. */
function markAnchors(at: usize): i32 {
  const block = v128.load(at);
  const digits = i8x16.lt_u(i8x16.sub(block, i8x16.splat(0x30)), i8x16.splat(10));
  const wide = v128.and(
    i8x16.eq(block, i8x16.splat(-17)),
    i8x16.lt_u(i8x16.sub(v128.load(at, 2), i8x16.splat(-112)), i8x16.splat(17)),
  );
  const hyphens = i8x16.bitmask(i8x16.eq(block, i8x16.splat(0x2d)));
  const marks = v128.or(v128.or(digits, wide), i8x16.eq(block, i8x16.splat(0x40)));
  return i8x16.bitmask(marks) | (hyphens & (hyphens >> 1) & (hyphens >> 2));
}

/** Looks at the marked bytes of the block at `at`. */
function lookAtMarks(at: usize, marks: u32): void {
  for (let left = marks; left !== 0; left &= left - 1) {
    const place = at + (ctz<u32>(left) as usize);
    if (place >= seen && place >= endOfFinds()) lookAt(place);
  }
}

/** Scans a text. */
function scan(): void {
  let at = text;
  /** Where the run of token bytes that reaches the block begins. */
  let run = text;
  while (at + 18 <= textEnd) {
    const breaks = (markTokenBytes(v128.load(at)) ^ 0xffff) as u32;
    let marks = markAnchors(at) as u32;
    if (breaks !== 0) {
      const width = ctz<u32>(breaks);
      const stop = at + (width as usize);
      if (stop - run >= minRun) {
        // What stands before the run's end is looked at before the run, wherever the block begins.
        const before: u32 = (1 << width) - 1;
        lookAtMarks(at, marks & before);
        lookAtRun(run, stop);
        marks &= ~before;
      }
      run = at + 32 - (clz<u32>(breaks) as usize);
    }
    lookAtMarks(at, marks);
    at += 16;
  }
  scanRest(at, run);
}

/** The scan of the last bytes, one at a time. */
function scanRest(from: usize, firstRun: usize): void {
  let run = firstRun;
  for (let at = from; at < textEnd; at += 1) {
    if (!isTokenByte(load<u8>(at))) {
      if (at - run >= minRun) lookAtRun(run, at);
      run = at + 1;
    }
    if (at < seen || at < endOfFinds()) continue;
    const isHyphens =
      load<u8>(at) === 0x2d && at + 3 <= textEnd && load<u8>(at, 1) === 0x2d && load<u8>(at, 2) === 0x2d;
    if (isHyphens || load<u8>(at) !== 0x2d) lookAt(at);
  }
  if (textEnd - run >= minRun) lookAtRun(run, textEnd);
}

/**
 * Finds personal data in a document.
 * @param context eight u32: the known beginnings of secrets and their number, the words that name one and their number, the kinds
 *   wanted as bits, whether addresses of reserved ranges count, room for finds, and how many fit
 * @returns how many finds there are; where more than fit, those beyond are not written
 */
export function findPersonalData(pointer: usize, length: usize, context: usize): u32 {
  setSecretTables(load<u32>(context), load<u32>(context, 4), load<u32>(context, 8), load<u32>(context, 12));
  passesReserved = load<u32>(context, 20) !== 0;
  startFinds(pointer, load<u32>(context, 16), load<u32>(context, 24), load<u32>(context, 28));
  text = pointer;
  textEnd = pointer + length;
  seen = pointer;
  scan();
  return countFinds();
}

/** Writes a document with each find replaced by its kind's token; `tokens` has a pointer and length for each kind. @returns bytes written */
export function maskFinds(
  pointer: usize,
  length: usize,
  finds: usize,
  count: u32,
  tokens: usize,
  out: usize,
): usize {
  let from = pointer;
  let to = out;
  for (let find: u32 = 0; find < count; find += 1) {
    const entry = finds + (find as usize) * 12;
    const start = pointer + load<u32>(entry, 4);
    memory.copy(to, from, start - from);
    to += start - from;
    const token = tokens + ((load<u32>(entry) as usize) << 3);
    memory.copy(to, load<u32>(token), load<u32>(token, 4));
    to += load<u32>(token, 4);
    from = pointer + load<u32>(entry, 8);
  }
  memory.copy(to, from, pointer + length - from);
  return to + (pointer + length - from) - out;
}
