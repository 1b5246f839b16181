/**
 * Byte-pair encoding of a short piece: the pair of lowest rank, leftmost first, is merged until none is left.
 * Invariant: bytes without a token are left out, as Hugging Face tokenizers do without an unknown token. `model` points to a table of
 * pointers, whose fields stand here.
 */

/** No token, no rank. */
export const missing: u32 = 0xffffffff;
/** Fields of a model, byte offsets of u32; `src/tokenizer/model-layout.ts` has the same. */
export const pairsField: usize = 0;
export const pairsMaskField: usize = 4;
export const byteIdsField: usize = 8;
export const tokensField: usize = 12;
export const edgesField: usize = 16;
export const edgesMaskField: usize = 20;
export const nodesField: usize = 24;
export const scratchField: usize = 28;
/** Tokens of the characters up to U+FFFF. */
const charactersField: usize = 76;
/** Set of pairs of bytes at whose border a token has a part of a character. */
const partialsField: usize = 80;

/** The entry {left, right, rank, merged} of a pair, or 0. */
export function findPair(model: usize, left: u32, right: u32): usize {
  const table: usize = load<u32>(model, pairsField);
  const mask = load<u32>(model, pairsMaskField);
  const key = (left as u64) | ((right as u64) << 32);
  let slot = (((key * 0x9e3779b185ebca87) >> 40) as u32) & mask;
  while (true) {
    const entry = table + ((slot as usize) << 4);
    const found = load<u64>(entry);
    if (found === key) return entry;
    if (found === 0xffffffffffffffff) return 0;
    slot = (slot + 1) & mask;
  }
}

/** Puts a pair into the table; of two merges of the same pair the first counts. */
export function insertPair(model: usize, left: u32, right: u32, rank: u32, merged: u32): void {
  const table: usize = load<u32>(model, pairsField);
  const mask = load<u32>(model, pairsMaskField);
  const key = (left as u64) | ((right as u64) << 32);
  let slot = (((key * 0x9e3779b185ebca87) >> 40) as u32) & mask;
  while (true) {
    const entry = table + ((slot as usize) << 4);
    const found = load<u64>(entry);
    if (found === key) return;
    if (found === 0xffffffffffffffff) {
      store<u64>(entry, key);
      store<u32>(entry, rank, 8);
      store<u32>(entry, merged, 12);
      return;
    }
    slot = (slot + 1) & mask;
  }
}

function ratePair(model: usize, symbol: usize): void {
  const entry = findPair(model, load<u32>(symbol), load<u32>(symbol, 12));
  store<u32>(symbol, entry === 0 ? missing : load<u32>(entry, 8), 4);
  store<u32>(symbol, entry === 0 ? missing : load<u32>(entry, 12), 8);
}

/**
 * Merges the symbols at `list` (12 bytes each: id, rank of the pair with the next, what it would become), leaving one token a
 * symbol. `last` receives, if it is not 0, left, right and rank of the last merge. @returns the number of tokens
 */
function mergeList(model: usize, list: usize, numSymbols: usize, last: usize): usize {
  let num = numSymbols;
  for (let at: usize = 0; at + 1 < num; at++) ratePair(model, list + at * 12);
  while (num > 1) {
    const rated = list + (num - 1) * 12;
    let best: usize = 0;
    let bestRank = missing;
    for (let symbol = list; symbol < rated; symbol += 12) {
      const rank = load<u32>(symbol, 4);
      if (rank < bestRank) {
        bestRank = rank;
        best = symbol;
      }
    }
    if (best === 0) break;
    if (last !== 0) {
      store<u32>(last, load<u32>(best));
      store<u32>(last, load<u32>(best, 12), 4);
      store<u32>(last, bestRank, 8);
    }
    store<u32>(best, load<u32>(best, 8));
    for (let symbol = best + 12; symbol < rated; symbol += 12) {
      store<u64>(symbol, load<u64>(symbol, 12));
      store<u32>(symbol, load<u32>(symbol, 20), 8);
    }
    num -= 1;
    if (best + 12 < list + num * 12) ratePair(model, best);
    else store<u32>(best, missing, 4);
    if (best > list) ratePair(model, best - 12);
  }
  return num;
}

/** Whether no token has a part of a character on either side of the border before `at`. */
function isBorderClean(partials: usize, at: usize): bool {
  const slot: usize = ((load<u8>(at - 1) as usize) << 8) | load<u8>(at);
  return ((load<u8>(partials + (slot >> 3)) >> ((slot & 7) as u8)) & 1) === 0;
}

/** The code point of two or three bytes that are one character in UTF-8, else 0. */
function decodeShort(at: usize, length: usize): u32 {
  const lead: u32 = load<u8>(at);
  const second: u32 = load<u8>(at, 1);
  if ((second & 0xc0) !== 0x80 || lead < 0xc2 || lead >= 0xf0 || lead >= 0xe0 !== (length === 3)) return 0;
  if (length === 2) return ((lead & 31) << 6) | (second & 63);
  const third: u32 = load<u8>(at, 2);
  const codePoint: u32 = ((lead & 15) << 12) | ((second & 63) << 6) | (third & 63);
  return (third & 0xc0) !== 0x80 || codePoint < 0x800 ? 0 : codePoint;
}

/**
 * The token of a character of two or three bytes at `at` that merging makes whatever stands beside it, or `missing`. Its bytes can
 * only merge with one another if no token reaches into it from outside.
 */
function characterToken(model: usize, from: usize, at: usize, end: usize): u32 {
  const lead: u32 = load<u8>(at);
  const length: usize = lead < 0xe0 ? 2 : 3;
  if (at + length > end) return missing;
  const codePoint = decodeShort(at, length);
  if (codePoint === 0) return missing;
  const token = load<u32>((load<u32>(model, charactersField) as usize) + ((codePoint as usize) << 2));
  if (token === missing) return missing;
  const partials: usize = load<u32>(model, partialsField);
  if (at > from && !isBorderClean(partials, at)) return missing;
  if (at + length < end && !isBorderClean(partials, at + length)) return missing;
  return token;
}

/** Writes what merging starts from: characters that become tokens by themselves, else bytes. @returns the end of the list */
function writeSymbols(model: usize, pointer: usize, length: usize): usize {
  const byteIds: usize = load<u32>(model, byteIdsField);
  const end = pointer + length;
  let symbol: usize = load<u32>(model, scratchField);
  let at = pointer;
  while (at < end) {
    const byte: usize = load<u8>(at);
    const whole = byte < 0x80 ? missing : characterToken(model, pointer, at, end);
    const id = whole === missing ? load<u32>(byteIds + (byte << 2)) : whole;
    at += whole === missing ? 1 : byte < 0xe0 ? 2 : 3;
    store<u32>(symbol, id);
    symbol += id === missing ? 0 : 12;
  }
  return symbol;
}

/** Byte-pair encoding by scanning; bytes without a token are left out. @returns the end of what was written */
export function encodeScanned(model: usize, pointer: usize, length: usize, out: usize, last: usize): usize {
  const list: usize = load<u32>(model, scratchField);
  const num = mergeList(model, list, (writeSymbols(model, pointer, length) - list) / 12, last);
  for (let at: usize = 0; at < num; at++) store<u32>(out + (at << 2), load<u32>(list + at * 12));
  return out + (num << 2);
}

/** Notes the tokens that are one character of two or three bytes; `starts` has one u32 offset a token and one more behind them. */
export function noteCharacters(model: usize, texts: usize, starts: usize, numTokens: u32): void {
  const characters: usize = load<u32>(model, charactersField);
  for (let token: u32 = 0; token < numTokens; token++) {
    const start = starts + ((token as usize) << 2);
    const at = texts + load<u32>(start);
    const length: usize = load<u32>(start, 4) - load<u32>(start);
    if (length !== 2 && length !== 3) continue;
    const codePoint = decodeShort(at, length);
    if (codePoint === 0) continue;
    const out = (load<u32>(model, scratchField) as usize) + 65536;
    if (encodeScanned(model, at, length, out, 0) !== out + 4 || load<u32>(out) !== token) continue;
    store<u32>(characters + ((codePoint as usize) << 2), token);
  }
}
