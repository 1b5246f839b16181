/**
 * The kernels' functions as TypeScript sees them: one interface a family, in the order of `kernels/index.ts`.
 * Invariant: pointers and lengths are byte counts below 2^32; a 64-bit result is a signed BigInt, as WebAssembly gives it.
 */
export interface HashCalls {
  /** xxHash64 of bytes. */
  hash64(pointer: number, length: number, seed: bigint): bigint;
}

export interface JsonLineCalls {
  /** Pointer of the next line feed at or after `pointer`, or `end`. */
  findLineEnd(pointer: number, end: number): number;
  /**
   * Finds top-level members of the JSON object on a line.
   * @param wanted pairs of u32, pointer and length of each name
   * @param found three u32 a name: kind, pointers to the value's first byte and after its last
   * @returns 0, or -1 no JSON, -2 no object, -3 too deep
   */
  scanObject(
    line: number,
    end: number,
    wanted: number,
    numWanted: number,
    found: number,
    scratch: number,
  ): number;
  /** A found string's value as UTF-8. @returns its length in bytes */
  unescapeString(pointer: number, end: number, out: number): number;
}

export interface TokenizerCalls {
  /** The ends of pieces as u32. @returns their number */
  pretokenise(pointer: number, length: number, classes: number, pattern: number, out: number): number;
  /** A document's ids as u32 in `out`, 6 bytes a byte of text and 64 more. @returns their number */
  encode(model: number, pointer: number, length: number, out: number, passesSpecial: number): number;
  /** As `encode`, without the added tokens that are sought in raw text. @returns the end of the ids */
  encodeNormalised(
    model: number,
    pointer: number,
    length: number,
    out: number,
    passesSpecial: number,
  ): number;
  /** The next added token in a text: start, end, id. @returns 1 if there is one */
  findAdded(set: number, from: number, end: number, match: number, passesSpecial: number): number;
  /** 1 if a text is in NFC for certain. */
  isNfc(pointer: number, length: number, table: number): number;
  insertPair(model: number, left: number, right: number, rank: number, merged: number): void;
  /** @returns the number of nodes of the trie */
  insertTokens(model: number, texts: number, starts: number, numTokens: number, numNodes: number): number;
  /** @returns how many tokens have ranks that do not rise */
  deriveTokens(model: number, texts: number, starts: number, numTokens: number, order: number): number;
  /** Notes the tokens of single characters, after `markCuts`. */
  noteCharacters(model: number, texts: number, starts: number, numTokens: number): void;
  markCuts(model: number, texts: number, starts: number, numTokens: number): void;
  /** The token of exactly these bytes, all ones (-1) if there is none. */
  findExact(model: number, pointer: number, length: number): number;
}

/** Statistics of one document; the layouts are those of `src/statistics`. */
export interface StatisticsCalls {
  /** Cuts a text into tokens. @returns how many; -1 when the room is too small */
  segmentWords(pointer: number, length: number, context: number, tokens: number, capacity: number): number;
  /** Writes the columns that count words. */
  measureWords(tokens: number, count: number, stops: number, seen: number, row: number): void;
  /** Writes the columns that count characters. */
  measureCharacters(pointer: number, length: number, table: number, histogram: number, row: number): void;
  /** Bytes of room for `measureLines`. */
  lineRoom(numNewlines: number): number;
  /** Writes the columns of paragraphs and lines. */
  measureLines(pointer: number, length: number, table: number, room: number, row: number): void;
  /** Bytes of room for `measureRepetition`. */
  repetitionRoom(numTokens: number, length: number): number;
  /** Writes nine columns of repeated n-grams. */
  measureRepetition(tokens: number, count: number, room: number, columns: number): void;
  /** Writes the columns of lines as C4 judges them, and the text that stays. @returns its bytes; -1 when the room is too small */
  measureC4(
    pointer: number,
    length: number,
    context: number,
    work: number,
    row: number,
    out: number,
    isStrict: number,
  ): number;
}

export interface PieceCountCalls {
  /** Adds to a piece's count. @returns 1, or 0 if it is new and there is no room for it */
  addPiece(counter: number, pointer: number, length: number, count: bigint): number;
  /** @returns how many bytes were counted before a new piece found no room */
  countPieces(counter: number, pointer: number, length: number, classes: number, pattern: number): number;
  /** Drops the pieces counted at most `most` times. @returns how many are left */
  dropPieces(counter: number, most: bigint): number;
}

export interface KernelCalls
  extends HashCalls,
    JsonLineCalls,
    TokenizerCalls,
    StatisticsCalls,
    PieceCountCalls {}
