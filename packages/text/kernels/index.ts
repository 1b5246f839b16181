/**
 * The door of the kernels: what runs on bytes in WebAssembly, one family a file.
 * Invariant: a kernel takes pointers and lengths into one memory, allocates nothing, keeps nothing between calls that its arguments
 * do not name, and never reads beyond the lengths it was given.
 * Refuses: objects, strings and decorators of AssemblyScript; each kernel has a twin in `src/kernels/scalar`.
 */
export { measureC4 } from './c4';
export { storeWords } from './han-words';
export { hash64 } from './hash';
export { findLineEnd, scanObject, unescapeString } from './json-lines';
export { countScripts, hashWords, sumRows } from './language';
export { lineRoom, measureCharacters, measureLines } from './lines';
export { findPersonalData, maskFinds } from './personal-data';
export { measureRepetition, repetitionRoom } from './repetition';
export { measureWords } from './word-counts';
export { segmentWords } from './words';

/** Where memory that kernels do not use for themselves begins. */
export const heapBase: usize = __heap_base;
export { encode, encodeNormalised, findAdded } from './added-tokens';
export { insertPair, noteCharacters } from './byte-pairs';
export { cleanText, countControls } from './clean-text';
export { fillTable, findRuns, listRuns, listUnits } from './contamination';
export { addPiece, countPieces, dropPieces } from './count-pieces';
export { digestDocument, digestLines, dropLines } from './digests';
export { encodePlain, markCuts } from './encode';
export { extractBlocks } from './html';
export { hasMojibake } from './mojibake';
export { isNfc } from './normal-form';
export { signTokens, signWindows } from './permuted-signatures';
export { pretokenise } from './pretokenise';
export { dropSeenLines } from './seen-runs';
export { fillDonors, hashBands, listShingles, signShingles } from './signatures';
export { simplifyText } from './simplify';
export { sortRecords } from './sort-records';
export { deriveTokens, findExact, insertTokens } from './token-tables';
export { isUtf8, repairUtf8 } from './utf8';
export { winnow } from './winnow';
