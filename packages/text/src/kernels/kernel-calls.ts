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
  /** Writes words of Chinese, one a line, into a cleared table. @returns slots taken; -1 when they would be more than half */
  storeWords(pointer: number, length: number, slots: number, mask: number): number;
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

/** Near duplicates and sorting; the layouts are those of `src/minhash` and `src/external-sort`. */
export interface DuplicateCalls {
  /** Writes a signature. @returns how many shingles the text has */
  signShingles(pointer: number, length: number, scheme: number, out: number): number;
  /** Writes each shingle's hash as u64. @returns how many */
  listShingles(pointer: number, length: number, scheme: number, out: number): number;
  /** Chooses 32 donors for each slot, as u16. */
  fillDonors(donors: number, mask: number, seed: bigint): void;
  /** Writes a record of four u32 for each band of each signed document. @returns how many */
  hashBands(
    signatures: number,
    numDocuments: number,
    numBands: number,
    bandBytes: number,
    signatureBytes: number,
    scopes: number,
    unit: number,
    first: number,
    out: number,
  ): number;
  /** Writes a text as datatrove simplifies it. @returns its length in bytes */
  simplifyText(pointer: number, length: number, table: number, out: number): number;
  /** Signs runs of tokens by permuted xxHash64. @returns how many shingles there are */
  signTokens(
    tokens: number,
    count: number,
    size: number,
    parameters: number,
    numHashes: number,
    room: number,
    out: number,
  ): number;
  /** Signs runs of characters by permuted murmur hashes. @returns how many shingles there are */
  signWindows(
    pointer: number,
    length: number,
    width: number,
    seed: number,
    parameters: number,
    numHashes: number,
    out: number,
  ): number;
  /** Writes a document's 16 bytes, of its words where there is a cutter. @returns how many bytes or words it has */
  digestDocument(pointer: number, length: number, cutter: number, out: number): number;
  /** Writes a record of five u32 for each line and where it begins. @returns how many */
  digestLines(
    pointer: number,
    length: number,
    cutter: number,
    isParagraphs: number,
    span: number,
    unit: number,
    document: number,
    records: number,
    starts: number,
  ): number;
  /** Writes a text without some of its lines. @returns bytes written */
  dropLines(
    pointer: number,
    length: number,
    starts: number,
    numLines: number,
    dropped: number,
    numDropped: number,
    out: number,
  ): number;
  /** Writes a text without the lines that a filter saw, and notes all. @returns bytes written */
  dropSeenLines(
    pointer: number,
    length: number,
    filter: number,
    isParagraphs: number,
    room: number,
    out: number,
  ): number;
  /** Writes a record of seven u32 for each sampled stretch. @returns how many */
  winnow(
    pointer: number,
    length: number,
    size: number,
    window: number,
    base: number,
    unit: number,
    document: number,
    orders: number,
    records: number,
  ): number;
  /** Sorts records of u32 words. @returns where they are: `records` or `scratch` */
  sortRecords(records: number, numRecords: number, numWords: number, scratch: number, counts: number): number;
}

/** The language of a text; the layouts are those of `src/language-identification`. */
export interface LanguageCalls {
  /** Letters of each script, and of the two kinds of Chinese, as 34 u32. */
  countScripts(pointer: number, length: number, letters: number, counts: number): void;
  /** The buckets of the n-grams and words in one script, in 24 bytes a byte of text and 64 more. @returns their number */
  hashWords(
    pointer: number,
    length: number,
    letters: number,
    script: number,
    mask: number,
    out: number,
  ): number;
  /** Sums rows of 16 signed bytes into 16 i32. */
  sumRows(buckets: number, count: number, rows: number, sums: number): void;
}

/** Personal data; the layouts are those of `src/personal-data`. */
export interface PersonalDataCalls {
  /** Writes finds as triples of u32: kind, start, end. @returns how many there are, also beyond the room */
  findPersonalData(pointer: number, length: number, context: number): number;
  /** Writes a document with its finds replaced. @returns bytes written */
  maskFinds(
    pointer: number,
    length: number,
    finds: number,
    count: number,
    tokens: number,
    out: number,
  ): number;
}

/** Benchmarks in training text; the layouts are those of `src/contamination`. */
export interface ContaminationCalls {
  /** Writes the hash of each unit as u64. @returns how many */
  listUnits(pointer: number, length: number, cutter: number, out: number): number;
  /** Writes the hash of each run of units as u64. @returns how many */
  listRuns(units: number, numUnits: number, size: number, isShort: number, out: number): number;
  /** Enters sorted entries into a table's directory and filter, both 0 before. */
  fillTable(table: number, isShort: number): void;
  /** Writes four u32 a hit. @returns how many; -1 when the room is too small */
  findRuns(pointer: number, length: number, index: number, out: number, capacity: number): number;
}

export interface RepairCalls {
  /** 1 if bytes are UTF-8. */
  isUtf8(pointer: number, length: number): number;
  /** UTF-8 with U+FFFD for what is broken, in room for three times the length; their number goes to a u32. @returns its length */
  repairUtf8(pointer: number, length: number, out: number, numReplaced: number): number;
  /** UTF-8 text without invisible characters, in room for its length and 16 bytes. @returns its length */
  cleanText(pointer: number, length: number, out: number, foldsWide: number): number;
  /** Control bytes that belong to no line; -1 where one is NUL. */
  countControls(pointer: number, length: number): number;
  /** 1 if UTF-8 text may hold UTF-8 that was read as Latin-1. */
  hasMojibake(pointer: number, length: number): number;
}

export interface ExtractionCalls {
  /** Takes a page apart into blocks; the layouts are those of `src/extraction/block-table.ts`. @returns their number, or -1 */
  extractBlocks(pointer: number, length: number, context: number, text: number): number;
}

export interface KernelCalls
  extends HashCalls,
    JsonLineCalls,
    TokenizerCalls,
    StatisticsCalls,
    PieceCountCalls,
    DuplicateCalls,
    LanguageCalls,
    PersonalDataCalls,
    ContaminationCalls,
    RepairCalls,
    ExtractionCalls {}
