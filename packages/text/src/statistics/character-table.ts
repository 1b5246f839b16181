/**
 * What each character is to the rules, as one word of bits, in the layout that `kernels/characters.ts` reads: a pointer for each
 * 256 code points to a block of 256 words; equal blocks are stored once.
 * Invariant: the bits come from generated tables of fixed versions, not from the engine's own Unicode, so they are the same everywhere.
 */
import { frequentTraditional } from './frequent-traditional.ts';
import { characterRuns } from './generated/character-runs.ts';

/** Names of the bits, lowest first; the kernels' constants have the same order. */
export const characterBits = [
  'space',
  'lineBreak',
  'letter',
  'alphanumeric',
  'decimal',
  'wordCharacter',
  'punctuation',
  'symbol',
  'terminal',
  'sentenceEnd',
  'prefix',
  'suffix',
  'beforeFullStop',
  'tokenLetter',
  'tokenLower',
  'tokenUpper',
  'quote',
  'icon',
  'label',
  'currency',
  'affix',
  'han',
  'traditional',
  'digit',
  'specialCharacter',
] as const;
export type CharacterBit = (typeof characterBits)[number];

const numCodePoints = 0x110000;
const blockSize = 256;
const hanRanges = [
  [0x3400, 0x4dc0],
  [0x4e00, 0xa000],
  [0xf900, 0xfb00],
  [0x20000, 0x32000],
] as const;
/** Characters that can part a chunk, beside prefixes, suffixes, icons, currencies and digits. */
const parting = ".+-*^,~:<>=/'";

/** The value of a bit. */
export function bitOf(name: CharacterBit): number {
  return 1 << characterBits.indexOf(name);
}

function* readRuns(runs: string): Generator<[number, number]> {
  let at = 0;
  const numbers = runs.split(' ').map((digits) => Number.parseInt(digits, 36));
  for (let index = 0; index < numbers.length; index += 2) {
    const start = at + (numbers[index] ?? 0);
    at = start + (numbers[index + 1] ?? 0);
    yield [start, at];
  }
}

function mark(bits: Uint32Array, name: CharacterBit, [start, end]: readonly [number, number]): void {
  for (let code = start; code < end; code += 1) bits[code] = (bits[code] ?? 0) | bitOf(name);
}

function makeBits(): Uint32Array {
  const bits = new Uint32Array(numCodePoints);
  for (const [name, runs] of Object.entries(characterRuns) as [CharacterBit, string][]) {
    for (const run of readRuns(runs)) mark(bits, name, run);
  }
  for (const range of hanRanges) mark(bits, 'han', range);
  mark(bits, 'digit', [0x30, 0x3a]);
  for (const character of frequentTraditional) {
    const code = character.codePointAt(0) ?? 0;
    mark(bits, 'traditional', [code, code + 1]);
  }
  const affix = bitOf('prefix') | bitOf('suffix') | bitOf('icon') | bitOf('currency') | bitOf('digit');
  for (let code = 0; code < numCodePoints; code += 1) {
    const known = bits[code] ?? 0;
    if (known & affix || (code < 128 && parting.includes(String.fromCharCode(code))))
      bits[code] = known | bitOf('affix');
    if (!(known & bitOf('letter'))) bits[code] = (bits[code] ?? 0) | bitOf('specialCharacter');
  }
  return bits;
}

let made: Uint32Array | undefined;

/** The bits of every code point; made once a thread. */
export function characterTable(): Uint32Array {
  made ??= makeBits();
  return made;
}

interface Layout {
  /** Word offsets, a block for each 256 code points, then the blocks. */
  words: Uint32Array;
  numBlocks: number;
}

function layOut(): Layout {
  const bits = characterTable();
  const numBlocks = numCodePoints / blockSize;
  const offsets: number[] = [];
  const blocks: Uint32Array[] = [];
  const known = new Map<string, number>();
  for (let block = 0; block < numBlocks; block += 1) {
    const words = bits.subarray(block * blockSize, (block + 1) * blockSize);
    const key = words.every((word) => word === words[0]) ? `${words[0]}` : words.join();
    const place = known.get(key) ?? blocks.push(words) - 1;
    known.set(key, place);
    offsets.push(numBlocks + place * blockSize);
  }
  const words = new Uint32Array(numBlocks + blocks.length * blockSize);
  words.set(offsets);
  blocks.forEach((block, place) => {
    words.set(block, numBlocks + place * blockSize);
  });
  return { words, numBlocks };
}

let laidOut: Layout | undefined;

/** The table as one piece of memory that will stand at `base`. */
export function layOutCharacterTable(base: number): Uint32Array {
  laidOut ??= layOut();
  const { words, numBlocks } = laidOut;
  return words.map((word, place) => (place < numBlocks ? base + 4 * word : word));
}
