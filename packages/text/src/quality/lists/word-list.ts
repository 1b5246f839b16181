/**
 * Finds the words of a user's list in a text's bytes by an Aho-Corasick automaton (Aho and Corasick, 1975): one pass, whatever the list's size.
 * Invariant: letters A to Z match in any case; other characters byte for byte. A word of letters A to Z and digits counts only where no such
 * letter or digit stands beside it; others (Chinese, Japanese, Thai) count anywhere, as in C4's bad words.
 * Refuses: empty words.
 */
import { SlipwayError } from '@slipway/contracts';
import { createAutomaton } from './word-automaton.ts';

export interface ListedWords {
  /** How often words of the list stand in the bytes; overlapping ones all count. */
  count: number;
  /** Bytes that stand in one of them, each once. */
  numBytes: number;
}

export interface WordList {
  find(bytes: Uint8Array): ListedWords;
}

const fold = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
const isAsciiWord = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (fold(byte) >= 0x61 && fold(byte) <= 0x7a));

/** @throws SlipwayError for an empty word */
export function createWordList(words: readonly string[]): WordList {
  const encoder = new TextEncoder();
  const folded = new Set(words.map((one) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())));
  if (folded.has(''))
    throw new SlipwayError({
      code: 'argument-invalid',
      message: 'A word of the list is empty.',
      hint: 'Take empty lines out of the list.',
    });
  const automaton = createAutomaton([...folded].map((word) => encoder.encode(word)));
  const isBounded = [...folded].map((word) => /^[a-z0-9]+$/.test(word));
  return {
    find(bytes) {
      const covered = createCover();
      let count = 0;
      automaton.scan(bytes, fold, (word, start, end) => {
        if (isBounded[word] && (isAsciiWord(bytes[end]) || isAsciiWord(bytes[start - 1]))) return;
        count += 1;
        covered.add(start, end);
      });
      return { count, numBytes: covered.numBytes() };
    },
  };
}

/** The union of ranges that come by their end. */
function createCover(): { add(start: number, end: number): void; numBytes(): number } {
  const ranges: [start: number, end: number][] = [];
  return {
    add(start, end) {
      let first = start;
      for (let last = ranges.at(-1); last && last[1] > first; last = ranges.at(-1)) {
        first = Math.min(first, last[0]);
        ranges.pop();
      }
      ranges.push([first, end]);
    },
    numBytes: () => ranges.reduce((sum, [start, end]) => sum + end - start, 0),
  };
}
