/**
 * Joins the lines of a paragraph: words divided at the end of a line are made whole, Chinese lines meet without a blank.
 * Invariant: a hyphen stays where the file has the word with it elsewhere, and goes where it has it without, or has neither.
 * Refuses: dictionaries; the file is its own.
 */
import { isWide } from './wide-characters.ts';

/** Counts of the words of a file, in lower case. */
export type WordCounts = ReadonlyMap<string, number>;

const divided = /([\p{L}\p{M}]+)[-‐\u00ad]$/u;
const wordAtStart = /^[\p{Ll}][\p{L}\p{M}]*/u;
const words = /[\p{L}\p{M}]+(?:[-‐][\p{L}\p{M}]+)*/gu;
const separators = /[.!?。！？]$/;

export function countWords(texts: Iterable<string>): WordCounts {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [word] of text.matchAll(words)) {
      const key = word.toLowerCase().replace(/‐/g, '-');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** What stands between two lines, and how much of the first goes with it. */
export interface Joint {
  /** Characters taken off the end of the first line. */
  numDropped: number;
  between: '' | ' ';
}

export function findJoint(first: string, second: string, counts: WordCounts): Joint {
  const head = divided.exec(first)?.[1];
  const tail = wordAtStart.exec(second)?.[0];
  if (head !== undefined && tail !== undefined) {
    const isSoft = first.endsWith('\u00ad');
    const numWhole = counts.get((head + tail).toLowerCase()) ?? 0;
    const numHyphenated = counts.get(`${head}-${tail}`.toLowerCase()) ?? 0;
    return { numDropped: isSoft || numWhole >= numHyphenated ? 1 : 0, between: '' };
  }
  if (/[\p{L}\p{N}][-‐]$/u.test(first) && /^[\p{L}\p{N}]/u.test(second))
    return { numDropped: 0, between: '' };
  if (isWide(second) && isWide(first.at(-1) ?? '')) return { numDropped: 0, between: '' };
  return { numDropped: 0, between: ' ' };
}

export function joinLines(lines: readonly string[], counts: WordCounts): string {
  return lines.reduce((text, line) => {
    if (text === '') return line;
    const { numDropped, between } = findJoint(text, line, counts);
    return text.slice(0, text.length - numDropped) + between + line;
  }, '');
}

/** Whether a text goes on in the next: it ends without a mark, and the next begins as the middle of a sentence does. */
export function isGoingOn(first: string, second: string): boolean {
  if (separators.test(first) || first === '') return false;
  return (
    /^[\p{Ll}]/u.test(second) ||
    (isWide(first.at(-1) ?? '') && isWide(second) && !/[：；:;」』”]$/u.test(first))
  );
}
