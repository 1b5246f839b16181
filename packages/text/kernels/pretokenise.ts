/**
 * The pre-tokenisers: where the next piece of text ends under the split pattern of a family of byte-level BPE vocabularies. Each is
 * a state machine over UTF-8 bytes that does what the pattern's regular expression does, alternatives, greed and backtracking
 * included; the patterns stand in `src/tokenizer/split-patterns.ts`.
 * Invariant: a piece has at least one byte and ends at a character's border; bytes that are not UTF-8 count as characters of no class.
 * `classes` is the two-stage table made by `src/tokenizer/character-classes.ts`.
 */
const letter: u32 = 1;
const mark: u32 = 2;
const digit: u32 = 4;
const space: u32 = 8;
const symbol: u32 = 16;
const upper: u32 = 32;
const lower: u32 = 64;
const kanji: u32 = 128;
const lineFeed: u32 = 10;
const carriageReturn: u32 = 13;
const blank: u32 = 32;
const apostrophe: u32 = 39;
const slash: u32 = 47;
/** Bytes of the first stage: one u16 for every 128 code points. */
const firstStageBytes: usize = 17408;

/** Length (bits 8 and up) and class (bits 0 to 7) of a character that is not ASCII. */
function wideClassAt(at: usize, end: usize, classes: usize): u32 {
  const lead: u32 = load<u8>(at);
  let codePoint: u32 = 0;
  let length: u32 = 0;
  if (lead >= 0xe0 && lead < 0xf0) {
    length = 3;
    codePoint = ((lead & 15) << 12) | ((load<u8>(at, 1) & 63) << 6) | (load<u8>(at, 2) & 63);
  } else if (lead >= 0xc0 && lead < 0xe0) {
    length = 2;
    codePoint = ((lead & 31) << 6) | (load<u8>(at, 1) & 63);
  } else if (lead >= 0xf0) {
    length = 4;
    codePoint =
      ((lead & 7) << 18) |
      ((load<u8>(at, 1) & 63) << 12) |
      ((load<u8>(at, 2) & 63) << 6) |
      (load<u8>(at, 3) & 63);
  }
  if (length === 0 || at + length > end || codePoint > 0x10ffff) return 0x100;
  const block: usize = load<u16>(classes + ((codePoint >> 7) << 1));
  return (length << 8) | load<u8>(classes + firstStageBytes + (block << 7) + (codePoint & 127));
}

/** Length (bits 8 and up) and class (bits 0 to 7) of the character at `at`. */
function classAt(at: usize, end: usize, classes: usize): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) return 0x100 | load<u8>(classes + lead, firstStageBytes);
  return wideClassAt(at, end, classes);
}

/** The end of the run of characters that have one of the classes in `mask`. */
function skipAny(from: usize, end: usize, classes: usize, mask: u32): usize {
  let at = from;
  while (at < end) {
    const lead: u32 = load<u8>(at);
    if (lead < 0x80) {
      if ((load<u8>(classes + lead, firstStageBytes) & mask) === 0) return at;
      at += 1;
    } else {
      const wide = wideClassAt(at, end, classes);
      if ((wide & mask) === 0) return at;
      at += wide >> 8;
    }
  }
  return at;
}

/** The end of the run of characters that have none of the classes in `mask`. */
function skipNone(from: usize, end: usize, classes: usize, mask: u32): usize {
  let at = from;
  while (at < end) {
    const wide = classAt(at, end, classes);
    if ((wide & mask) !== 0) return at;
    at += wide >> 8;
  }
  return at;
}

/** At most `most` digits. */
function skipDigits(from: usize, end: usize, classes: usize, most: u32): usize {
  let at = from;
  for (let count: u32 = 0; count < most && at < end; count++) {
    const wide = classAt(at, end, classes);
    if ((wide & digit) === 0) return at;
    at += wide >> 8;
  }
  return at;
}

/** The end of `[\r\n]*`, or of `[\r\n/]*`. */
function skipLines(from: usize, end: usize, withSlash: bool): usize {
  let at = from;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte !== lineFeed && byte !== carriageReturn && !(withSlash && byte === slash)) return at;
    at += 1;
  }
  return at;
}

/** The end of `'s|'t|'re|'ve|'m|'ll|'d` at `at`, or `at`. The long s folds to s where case does not count. */
function skipContraction(at: usize, end: usize, caseBit: u32): usize {
  if (at + 2 > end || load<u8>(at) !== apostrophe) return at;
  const first: u32 = load<u8>(at, 1) | caseBit;
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return at + 2;
  if (at + 3 > end) return at;
  const second: u32 = load<u8>(at, 2) | caseBit;
  if ((first === 0x72 || first === 0x76) && second === 0x65) return at + 3;
  if (first === 0x6c && second === 0x6c) return at + 3;
  if (caseBit !== 0 && load<u8>(at, 1) === 0xc5 && load<u8>(at, 2) === 0xbf) return at + 3;
  return at;
}

/**
 * White space: `\s*[\r\n]+` (if `hasLines`), `\s+(?!\S)`, `\s+`; with `isWholeAtEnd` `\s++$` before them. Characters of the
 * classes in `wall` count as the end of the text.
 */
function skipSpace(
  from: usize,
  end: usize,
  classes: usize,
  wall: u32,
  hasLines: bool,
  isWholeAtEnd: bool,
): usize {
  let at = from;
  let last = from;
  let linesEnd: usize = 0;
  let isAtEnd = true;
  while (at < end) {
    const wide = classAt(at, end, classes);
    if ((wide & space) === 0) {
      isAtEnd = (wide & wall) !== 0;
      break;
    }
    const byte: u32 = load<u8>(at);
    last = at;
    at += wide >> 8;
    if (byte === lineFeed || byte === carriageReturn) linesEnd = at;
  }
  if (isWholeAtEnd && isAtEnd) return at;
  if (hasLines && linesEnd !== 0) return linesEnd;
  return isAtEnd || last === from ? at : last;
}

/** `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, each digit apart if `digitWall` is the digits. */
function nextGpt2(at: usize, end: usize, classes: usize, digitWall: u32): usize {
  const contraction = skipContraction(at, end, 0);
  if (contraction > at) return contraction;
  let head = at;
  let wide = classAt(at, end, classes);
  if ((wide & digitWall) !== 0) return at + (wide >> 8);
  if (load<u8>(at) === blank && at + 1 < end) {
    const next = classAt(at + 1, end, classes);
    if ((next & (space | digitWall)) === 0) {
      head = at + 1;
      wide = next;
    }
  }
  if ((wide & space) !== 0) return skipSpace(at, end, classes, digitWall, false, false);
  head += wide >> 8;
  if ((wide & letter) !== 0) return skipAny(head, end, classes, letter);
  if ((wide & digit) !== 0) return skipAny(head, end, classes, digit);
  return skipNone(head, end, classes, letter | digit | space);
}

/**
 * `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,mostDigits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
 */
function nextLlama(at: usize, end: usize, classes: usize, mostDigits: u32, isWholeAtEnd: bool): usize {
  const lead: u32 = load<u8>(at);
  if (lead === apostrophe) {
    const contraction = skipContraction(at, end, 0x20);
    if (contraction > at) return contraction;
  }
  const wide = classAt(at, end, classes);
  let next = at + (wide >> 8);
  if ((wide & letter) !== 0) return skipAny(next, end, classes, letter);
  if ((wide & digit) !== 0) return skipDigits(at, end, classes, mostDigits);
  const follower: u32 = next < end ? classAt(next, end, classes) : space;
  if ((follower & letter) !== 0 && lead !== lineFeed && lead !== carriageReturn)
    return skipAny(next + (follower >> 8), end, classes, letter);
  if ((wide & space) !== 0) {
    if (lead !== blank || (follower & (letter | digit | space)) !== 0)
      return skipSpace(at, end, classes, 0, true, isWholeAtEnd);
    next += follower >> 8;
  }
  return skipLines(skipNone(next, end, classes, letter | digit | space), end, false);
}

/** The end of `[upper]*[lower]+`, else of `[upper]+`, else 0: the words of o200k without their prefix. */
function skipCased(from: usize, end: usize, classes: usize): usize {
  let at = from;
  let bothEnd: usize = 0;
  let wide: u32 = 0;
  while (at < end) {
    wide = classAt(at, end, classes);
    if ((wide & upper) === 0) break;
    at += wide >> 8;
    if ((wide & lower) !== 0) bothEnd = at;
  }
  if (at < end && (wide & (upper | lower)) === lower) return skipAny(at, end, classes, lower);
  return bothEnd;
}

/** One of the two word alternatives of o200k at `at`, or 0. */
function skipO200kWord(at: usize, end: usize, classes: usize): usize {
  const wide = classAt(at, end, classes);
  const lead: u32 = load<u8>(at);
  const next = at + (wide >> 8);
  const mayPrefix = (wide & (letter | digit)) === 0 && lead !== lineFeed && lead !== carriageReturn;
  const cased = upper | lower;
  if (mayPrefix && next < end && (classAt(next, end, classes) & cased) !== 0) {
    const word = skipCased(next, end, classes);
    if (word !== 0) return word;
  }
  if ((wide & cased) !== 0) {
    const word = skipCased(at, end, classes);
    if (word !== 0) return word;
    return skipAny(at, end, classes, upper);
  }
  if (mayPrefix && next < end && (classAt(next, end, classes) & upper) !== 0)
    return skipAny(next, end, classes, upper);
  return 0;
}

/** The pattern of o200k: words by case with a contraction, `\p{N}{1,3}`, ` ?[^\s\p{L}\p{N}]+[\r\n/]*`, white space as Llama 3. */
function nextO200k(at: usize, end: usize, classes: usize): usize {
  const word = skipO200kWord(at, end, classes);
  if (word !== 0) return skipContraction(word, end, 0x20);
  const wide = classAt(at, end, classes);
  if ((wide & digit) !== 0) return skipDigits(at, end, classes, 3);
  let next = at + (wide >> 8);
  if ((wide & space) !== 0) {
    const follower: u32 = next < end ? classAt(next, end, classes) : space;
    if (load<u8>(at) !== blank || (follower & (letter | digit | space)) !== 0)
      return skipSpace(at, end, classes, 0, true, false);
    next += follower >> 8;
  }
  return skipLines(skipNone(next, end, classes, letter | digit | space), end, true);
}

function isAsciiLetter(byte: u32): bool {
  return (byte | 32) - 97 < 26;
}

/** The end of the run of characters with a class in `mask`, inside a stretch of Chinese and Japanese, or outside of any. */
function skipSide(from: usize, end: usize, classes: usize, mask: u32, side: u32): usize {
  let at = from;
  while (at < end) {
    const wide = classAt(at, end, classes);
    if ((wide & mask) === 0 || (wide & kanji) !== side) return at;
    at += wide >> 8;
  }
  return at;
}

/** What the third pattern of DeepSeek V3 matches at `at`, in the stretch that the first two left; 0 if nothing. */
function matchDeepSeek(at: usize, end: usize, classes: usize): usize {
  const wide = classAt(at, end, classes);
  const side = wide & kanji;
  const lead: u32 = load<u8>(at);
  const next = at + (wide >> 8);
  const follower: u32 = next < end ? classAt(next, end, classes) : 0;
  const isJoined = next < end && (follower & kanji) === side && (follower & digit) === 0;
  if (lead < 0x80 && (wide & symbol) !== 0 && isJoined && isAsciiLetter(load<u8>(next))) {
    let after = next + 1;
    while (after < end && isAsciiLetter(load<u8>(after))) after += 1;
    return after;
  }
  const mayPrefix = (wide & (letter | symbol)) === 0 && lead !== lineFeed && lead !== carriageReturn;
  if (mayPrefix && isJoined && (follower & (letter | mark)) !== 0)
    return skipSide(next, end, classes, letter | mark, side);
  if ((wide & (letter | mark)) !== 0) return skipSide(at, end, classes, letter | mark, side);
  if ((wide & symbol) !== 0) {
    const symbolsEnd = skipSide(at, end, classes, symbol, side);
    return side === 0 ? skipLines(symbolsEnd, end, false) : symbolsEnd;
  }
  if (lead === blank && isJoined && (follower & symbol) !== 0)
    return skipLines(skipSide(next, end, classes, symbol, side), end, false);
  if ((wide & space) !== 0) return skipSpace(at, end, classes, digit | kanji, true, false);
  return 0;
}

/** The three patterns of DeepSeek V3, one upon the other; what none of them matches stays together as a piece. */
function nextDeepSeek(at: usize, end: usize, classes: usize): usize {
  const wide = classAt(at, end, classes);
  if ((wide & digit) !== 0) return skipDigits(at, end, classes, 3);
  const side = wide & kanji;
  let gap = at;
  while (gap < end) {
    const here = classAt(gap, end, classes);
    if ((here & digit) !== 0 || (here & kanji) !== side) return gap;
    const matched = matchDeepSeek(gap, end, classes);
    if (matched !== 0) return gap === at ? matched : gap;
    gap += here >> 8;
  }
  return gap;
}

/** The end of the piece that begins at `at`; `pattern` is a number of `splitPatternNumbers`. */
export function nextPiece(at: usize, end: usize, classes: usize, pattern: u32): usize {
  switch (pattern) {
    case 0:
      return nextGpt2(at, end, classes, 0);
    case 1:
      return nextGpt2(at, end, classes, digit);
    case 2:
      return nextLlama(at, end, classes, 1, false);
    case 3:
      return nextLlama(at, end, classes, 3, false);
    case 4:
      return nextLlama(at, end, classes, 3, true);
    case 5:
      return nextO200k(at, end, classes);
    default:
      return nextDeepSeek(at, end, classes);
  }
}

/** Writes the ends of all pieces, counted from `pointer`, as u32 to `out` (4 bytes a byte of text). @returns their number */
export function pretokenise(pointer: usize, length: usize, classes: usize, pattern: u32, out: usize): usize {
  const end = pointer + length;
  let at = pointer;
  let target = out;
  while (at < end) {
    at = nextPiece(at, end, classes, pattern);
    store<u32>(target, (at - pointer) as u32);
    target += 4;
  }
  return (target - out) >> 2;
}
