/**
 * The door of the kernels: what runs on bytes in WebAssembly, one family a file.
 * Invariant: a kernel takes pointers and lengths into one memory, allocates nothing, keeps nothing between calls that its arguments
 * do not name, and never reads beyond the lengths it was given.
 * Refuses: objects, strings and decorators of AssemblyScript; each kernel has a twin in `src/kernels/scalar`.
 */
export { measureC4 } from './c4';
export { hash64 } from './hash';
export { findLineEnd, scanObject, unescapeString } from './json-lines';
export { lineRoom, measureCharacters, measureLines } from './lines';
export { measureRepetition, repetitionRoom } from './repetition';
export { measureWords } from './word-counts';
export { segmentWords } from './words';

/** Where memory that kernels do not use for themselves begins. */
export const heapBase: usize = __heap_base;
export { encode, encodeNormalised, findAdded } from './added-tokens';
export { insertPair, noteCharacters } from './byte-pairs';
export { addPiece, countPieces, dropPieces } from './count-pieces';
export { encodePlain, markCuts } from './encode';
export { isNfc } from './normal-form';
export { pretokenise } from './pretokenise';
export { deriveTokens, findExact, insertTokens } from './token-tables';
