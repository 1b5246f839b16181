/**
 * Units of a text in plain TypeScript: the twin of `kernels/folds.ts`, for tests and for checking.
 * Invariant: hashes are the kernel's; a unit is written with its folded text.
 */
import { foldCharacter } from '../../shingles/fold-table.ts';

const mask64 = (1n << 64n) - 1n;
const wordBase = 0x9e3779b97f4a7c15n;

/** The last step of xxHash64. */
export function avalancheScalar(value: bigint): bigint {
  let mixed = ((value ^ (value >> 33n)) * 0xc2b2ae3d27d4eb4fn) & mask64;
  mixed = ((mixed ^ (mixed >> 29n)) * 0x165667b19e3779f9n) & mask64;
  return mixed ^ (mixed >> 32n);
}

/** The hash of a unit's folded text. */
export function hashUnit(text: string): bigint {
  let hash = 0n;
  for (const character of text)
    hash = (hash * wordBase + BigInt(character.codePointAt(0) ?? 0) + 1n) & mask64;
  return avalancheScalar(hash);
}

/** A text's units as folded text: words and single characters, or every character with a blank between words. */
export function cutUnitsScalar(text: string, kind: 'words' | 'characters'): string[] {
  const units: string[] = [];
  let word = '';
  let isParted = false;
  const endWord = () => {
    if (word !== '') units.push(word);
    word = '';
  };
  for (const character of text) {
    const folded = foldCharacter('shingles', character.codePointAt(0) ?? 0);
    if (folded.kind === 'separator') {
      endWord();
      isParted = true;
    }
    let hasSingle = false;
    for (const code of folded.codes) {
      const part = String.fromCodePoint(code);
      const isSingle = foldCharacter('shingles', code).kind === 'single';
      if (kind === 'characters' && isParted && units.length > 0) units.push(' ');
      isParted = false;
      hasSingle ||= isSingle;
      if (isSingle || kind === 'characters') {
        endWord();
        units.push(part);
      } else word += part;
    }
    if (hasSingle) endWord();
  }
  endWord();
  return units;
}
