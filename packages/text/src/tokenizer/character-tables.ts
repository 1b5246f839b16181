/**
 * Two-stage tables of a byte a code point for the kernels: character classes for the pre-tokenisers, combining classes for the check of
 * NFC. Invariant: made from `generated/` alone, so they do not depend on the Unicode version of the JavaScript engine.
 * Layout: a u16 for every 128 code points, then blocks of 128 bytes; block 0 is ASCII.
 */
import { characterClassRanges } from './generated/character-class-ranges.ts';
import { combiningClassRanges } from './generated/combining-class-ranges.ts';

const numCodePoints = 0x110000;
const blockSize = 128;
const numBlocks = numCodePoints / blockSize;
/** Bits of a class that the kernels know. */
export const digitClass = 4;

/** Numbers of Unicode 17 that Rust's `char::is_numeric` (the Digits pre-tokeniser of tokenizers 0.23) knows and Unicode 16 does not. */
const laterNumbers: readonly (readonly [number, number])[] = [
  [0x11de0, 0x11de9],
  [0x16ff4, 0x16ff6],
];

function expandRanges(lines: readonly string[]): Uint8Array {
  const values = new Uint8Array(numCodePoints);
  let start = 0;
  for (const word of lines.join(' ').trim().split(/ +/)) {
    const [step, value] = word.split(':');
    start += Number.parseInt(step ?? '', 16);
    values.fill(Number.parseInt(value ?? '', 16), start);
  }
  return values;
}

function packStages(values: Uint8Array): Uint8Array {
  const first = new Uint16Array(numBlocks);
  const blocks: Uint8Array[] = [];
  const known = new Map<string, number>();
  for (let block = 0; block < numBlocks; block++) {
    const bytes = values.subarray(block * blockSize, (block + 1) * blockSize);
    const key = bytes.join();
    let index = known.get(key);
    if (index === undefined) {
      index = blocks.push(bytes) - 1;
      known.set(key, index);
    }
    first[block] = index;
  }
  const table = new Uint8Array(first.byteLength + blocks.length * blockSize);
  table.set(new Uint8Array(first.buffer));
  for (const [index, bytes] of blocks.entries()) table.set(bytes, first.byteLength + index * blockSize);
  return table;
}

let classes: Uint8Array | undefined;
let digitClasses: Uint8Array | undefined;
let combining: Uint8Array | undefined;

/** The table of character classes (Unicode 16.0, as tiktoken's and tokenizers' regular expressions). */
export function characterClassTable(): Uint8Array {
  classes ??= packStages(expandRanges(characterClassRanges));
  return classes;
}

/** The same, for patterns that set digits apart by `char::is_numeric`. */
export function numericClassTable(): Uint8Array {
  if (digitClasses === undefined) {
    const values = expandRanges(characterClassRanges);
    for (const [first, last] of laterNumbers) values.fill(digitClass, first, last + 1);
    digitClasses = packStages(values);
  }
  return digitClasses;
}

/** The table of canonical combining classes; 255 where only normalising can tell whether a text is in NFC. */
export function combiningClassTable(): Uint8Array {
  combining ??= packStages(expandRanges(combiningClassRanges));
  return combining;
}
