/**
 * Keys and tokens: those with a known beginning, JSON web tokens, private keys in PEM, and long random-looking values behind a word that
 * names a secret. Beginnings and words come from the tables of `src/personal-data/secret-tables.ts`.
 * Invariant: a beginning counts only where no word goes on before it; each rule gives the pointer behind the secret, or 0.
 * Refuses: to judge a value by its randomness alone.
 */
import { isAlphanumeric, isDigit } from './number-window';
import { secret, webToken } from './personal-kinds';

/** A known beginning: its length, kind, fewest digits, a byte of none, fewest and most bytes of the whole as u16, 16 bytes of it. */
const beginningBytes: usize = 24;
/** A word: its length and 15 bytes of it in small letters. */
const wordBytes: usize = 16;
/** 'eyJ' and '.eyJ', which every JSON object in base64 begins with. */
const object: u32 = 0x4a7965;
const pointObject: u32 = 0x4a79652e;

let kind: u32 = 0;
let begin: usize = 0;
let beginnings: usize = 0;
let beginningsEnd: usize = 0;
let words: usize = 0;
let wordsEnd: usize = 0;

/** Takes the tables: so many known beginnings, and so many words that name a secret. */
export function setSecretTables(beginning: usize, numBeginnings: u32, word: usize, numWords: u32): void {
  beginnings = beginning;
  beginningsEnd = beginning + (numBeginnings as usize) * beginningBytes;
  words = word;
  wordsEnd = word + (numWords as usize) * wordBytes;
}

/** The kind of the secret found last. */
export function secretKind(): u32 {
  return kind;
}

/** Where the secret found last begins. */
export function secretStart(): usize {
  return begin;
}

/** Letters, digits, underscore and hyphen. */
export function isTokenByte(byte: u32): bool {
  return isAlphanumeric(byte) || byte === 0x5f || byte === 0x2d;
}

/** Bytes of base64, of URLs and of dotted tokens beside those. */
function isValueByte(byte: u32): bool {
  return (
    isTokenByte(byte) || byte === 0x2b || byte === 0x2f || byte === 0x3d || byte === 0x2e || byte === 0x7e
  );
}

function isEqual(at: usize, bytes: usize, count: usize): bool {
  for (let place: usize = 0; place < count; place += 1)
    if (load<u8>(at + place) !== load<u8>(bytes + place)) return false;
  return true;
}

function tokenEnd(at: usize, end: usize): usize {
  let stop = at;
  while (stop < end && isTokenByte(load<u8>(stop))) stop += 1;
  return stop;
}

function countDigits(at: usize, stop: usize): u32 {
  let count: u32 = 0;
  for (let place = at; place < stop; place += 1) if (isDigit(load<u8>(place))) count += 1;
  return count;
}

/** Three parts of base64url, the first two of which are JSON objects. */
function matchWebToken(at: usize, end: usize): usize {
  let stop = tokenEnd(at, end);
  if (stop - at < 12 || stop + 4 > end || load<u32>(stop) !== pointObject) return 0;
  const payload = stop + 1;
  stop = tokenEnd(payload, end);
  if (stop - payload < 8 || stop >= end || load<u8>(stop) !== 0x2e) return 0;
  const signature = stop + 1;
  stop = tokenEnd(signature, end);
  return stop - signature >= 8 ? stop : 0;
}

/** A token with a known beginning that is the whole run from `at` to `stop`. */
function isKnown(at: usize, stop: usize): bool {
  const size = stop - at;
  for (let entry = beginnings; entry < beginningsEnd; entry += beginningBytes) {
    if (
      load<u8>(entry, 8) !== load<u8>(at) ||
      size < (load<u16>(entry, 4) as usize) ||
      size > (load<u16>(entry, 6) as usize)
    )
      continue;
    if (!isEqual(at, entry + 8, load<u8>(entry)) || countDigits(at, stop) < (load<u8>(entry, 2) as u32))
      continue;
    kind = load<u8>(entry, 1);
    return true;
  }
  return false;
}

function hasWord(at: usize, stop: usize, word: usize): bool {
  const count: usize = load<u8>(word);
  if (at + count > stop) return false;
  for (let place: usize = 0; place < count; place += 1) {
    const byte: u32 = load<u8>(at + place);
    const small = byte - 0x41 < 26 ? byte | 0x20 : byte;
    if (small !== (load<u8>(word + place, 1) as u32)) return false;
  }
  return true;
}

/** Whether a word in any case that names a secret stands between two pointers. */
function namesSecret(from: usize, stop: usize): bool {
  for (let at = from; at < stop; at += 1)
    for (let word = words; word < wordsEnd; word += wordBytes) if (hasWord(at, stop, word)) return true;
  return false;
}

/** Whether six bytes are one of the words, as the Chinese ones are. */
function isChineseName(at: usize): bool {
  if (load<u8>(at) < 0x80) return false;
  for (let word = words; word < wordsEnd; word += wordBytes)
    if (load<u8>(word) === 6 && hasWord(at, at + 6, word)) return true;
  return false;
}

function isQuote(byte: u32): bool {
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

/** The pointer before the sign of assignment that ends at `at` (`:`, `=`, `:=`, `=>`, a full-width colon), or 0. */
function signBefore(at: usize, start: usize): usize {
  if (at < start + 3) return 0;
  const sign = load<u8>(at - 1) as u32;
  const before = load<u8>(at - 2) as u32;
  if (sign === 0x3e) return before === 0x3d ? at - 2 : 0;
  if (sign === 0x3a) return at - 1;
  if (sign === 0x3d) return before === 0x3a ? at - 2 : at - 1;
  return sign === 0x9a && before === 0xbc && load<u8>(at - 3) === 0xef ? at - 3 : 0;
}

/** Whether before a value stand a word that names a secret and a sign of assignment; `Bearer` and a blank will do. */
function isNamed(value: usize, start: usize): bool {
  let at = value;
  if (at > start && isQuote(load<u8>(at - 1))) at -= 1;
  const quote = at;
  while (at > start && load<u8>(at - 1) === 0x20 && quote - at < 4) at -= 1;
  const sign = signBefore(at, start);
  // The first word of the table is the one that needs no sign.
  if (sign === 0) return at < quote && at >= start + 6 && hasWord(at - 6, at, words);
  at = sign;
  while (at > start && (load<u8>(at - 1) === 0x20 || isQuote(load<u8>(at - 1)) || load<u8>(at - 1) === 0x5d))
    at -= 1;
  let from = at;
  while (from > start && at - from < 40 && isTokenByte(load<u8>(from - 1))) from -= 1;
  if (from < at) return namesSecret(from, at);
  return at >= start + 6 && isChineseName(at - 6);
}

/** Whether a value changes between letters and digits as often as random ones do. */
function isRandom(at: usize, stop: usize): bool {
  let numChanges: usize = 0;
  let last: u32 = 0;
  for (let place = at; place < stop; place += 1) {
    const byte = load<u8>(place) as u32;
    const sort: u32 = isDigit(byte) ? 1 : isAlphanumeric(byte) ? 2 : 0;
    if (sort + last === 3) numChanges += 1;
    last = sort;
  }
  return numChanges * 8 >= stop - at;
}

/** The pointer before the value that the run at `run` is a part of. */
function valueStart(run: usize, start: usize): usize {
  let at = run;
  while (at > start && run - at < 64 && isValueByte(load<u8>(at - 1)) && load<u8>(at - 1) !== 0x3d) at -= 1;
  return at;
}

/** A secret in the run of letters, digits, hyphens and underscores from `run` to `stop`. */
export function matchSecret(run: usize, stop: usize, start: usize, end: usize): usize {
  begin = run;
  if ((load<u32>(run) & 0xffffff) === object) {
    kind = webToken;
    const token = matchWebToken(run, end);
    if (token !== 0) return token;
  }
  if (isKnown(run, stop)) return stop;
  kind = secret;
  begin = valueStart(run, start);
  let last = stop;
  while (last < end && isValueByte(load<u8>(last))) last += 1;
  while (last > stop && load<u8>(last - 1) === 0x2e) last -= 1;
  return last - begin >= 16 && isRandom(begin, last) && isNamed(begin, start) ? last : 0;
}

/** The pointer behind a line `-----BEGIN … PRIVATE KEY-----` whose words begin at `words`, or 0. */
function keyLineEnd(line: usize, end: usize): usize {
  const most = min(end, line + 40);
  let stop = line;
  while (stop < most && load<u8>(stop) !== 0x2d && load<u8>(stop) !== 0x0a) stop += 1;
  if (stop < line + 11 || stop + 5 > end) return 0;
  // 'PRIVATE ' and ' KEY', then five hyphens.
  if (load<u64>(stop - 11) !== 0x2045544156495250 || load<u32>(stop - 4) !== 0x59454b20) return 0;
  return load<u32>(stop) === 0x2d2d2d2d && load<u8>(stop, 4) === 0x2d ? stop + 5 : 0;
}

/** A private key in PEM (RFC 7468) that begins at `at`: to the end of its last line, or of its first where the last is missing. */
export function matchPrivateKey(at: usize, end: usize): usize {
  // '-----BEG' and 'GIN '.
  if (at + 32 > end || load<u64>(at) !== 0x4745422d2d2d2d2d || load<u32>(at, 7) !== 0x204e4947) return 0;
  const head = keyLineEnd(at + 11, end);
  if (head === 0) return 0;
  const most = min(end, head + 16384);
  for (let place = head; place + 9 < most; place += 1) {
    // '-----END'.
    if (load<u8>(place) !== 0x2d || load<u64>(place) !== 0x444e452d2d2d2d2d) continue;
    const tail = keyLineEnd(place + 9, end);
    if (tail !== 0) return tail;
  }
  return head;
}
