/**
 * What each code point below 65536 is to language identification, in the layout that `kernels/language.ts` reads: the folded letter in
 * bits 0 to 15, its script in 16 to 23, and in 24 and 25 whether only simplified (1) or only traditional Chinese (2) writes it.
 * Invariant: comes from tables of this folder, not from the engine's Unicode, so it is the same everywhere.
 * Refuses: to fold more than Latin and Cyrillic; the other scripts that the model tells apart have no cases.
 */
import { simplifiedOnly, traditionalOnly } from './generated/han-variants.ts';
import { notLetters, scriptBlocks, scripts } from './scripts.ts';

/** Code points of the table. */
export const numLetterFacts = 0x10000;

/** Ranges of capitals: first, last, step between them, and the distance to the small letter. */
const capitals: readonly (readonly [number, number, number, number])[] = [
  [0x41, 0x5a, 1, 32],
  [0xc0, 0xde, 1, 32],
  [0x100, 0x136, 2, 1],
  [0x139, 0x147, 2, 1],
  [0x14a, 0x176, 2, 1],
  [0x179, 0x17d, 2, 1],
  [0x1a0, 0x1a4, 2, 1],
  [0x1af, 0x1af, 1, 1],
  [0x1cd, 0x1db, 2, 1],
  [0x1de, 0x1ee, 2, 1],
  [0x1f8, 0x21e, 2, 1],
  [0x1e00, 0x1efe, 2, 1],
  [0x400, 0x40f, 1, 80],
  [0x410, 0x42f, 1, 32],
  [0x460, 0x480, 2, 1],
  [0x48a, 0x4be, 2, 1],
  [0x4c1, 0x4cd, 2, 1],
  [0x4d0, 0x52e, 2, 1],
];
/** Capitals whose small letter stands elsewhere. */
const elsewhere: readonly (readonly [number, number])[] = [
  [0x130, 0x69],
  [0x178, 0xff],
  [0x18e, 0x1dd],
  [0x18f, 0x259],
  [0x1b7, 0x292],
  [0x4c0, 0x4cf],
];
const simplified = 1 << 24;
const traditional = 2 << 24;

function makeTable(): Uint32Array {
  const facts = new Uint32Array(numLetterFacts);
  for (const [start, end, script] of scriptBlocks) {
    for (let code = start; code < end; code += 1) facts[code] = code | (scripts.indexOf(script) << 16);
  }
  const fold = (code: number, small: number) => {
    facts[code] = ((facts[code] ?? 0) & 0xffff0000) | small;
  };
  for (const [first, last, step, distance] of capitals) {
    for (let code = first; code <= last; code += step) fold(code, code + distance);
  }
  for (const [capital, small] of elsewhere) fold(capital, small);
  for (const character of notLetters) facts[character.charCodeAt(0)] = 0;
  const mark = (characters: string, bit: number) => {
    for (const character of characters)
      facts[character.charCodeAt(0)] = (facts[character.charCodeAt(0)] ?? 0) | bit;
  };
  mark(simplifiedOnly, simplified);
  mark(traditionalOnly, traditional);
  return facts;
}

let made: Uint32Array | undefined;

/** The table; made once a thread. */
export function letterTable(): Uint32Array {
  made ??= makeTable();
  return made;
}
