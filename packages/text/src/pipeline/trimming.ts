/**
 * What is left of the parts while repeats are cut out of them, pass after pass.
 * Invariant: a part is read where the last pass that changed it has written it; a document that was emptied stays so.
 */
import { join } from 'node:path';
import type { TrimmedRepeats } from '@slipway/contracts';
import type { CutPart, LeftPart, RepeatPart } from './cut-part.ts';
import type { DuplicateDecisions } from './decide-duplicates.ts';
import type { PartReference } from './list-parts.ts';
import type { SortedPass } from './repeat-pass.ts';

export type TrimPass = SortedPass | 'seen-lines';

/** Of the parts that a pass writes anew, below the folder of a run or a plan. */
export const trimmedFolder = (folder: string, pass: TrimPass) => join(folder, 'trimmed', pass);

export interface Trimming {
  /** The parts as they are now, with the documents that are dropped. */
  list(): RepeatPart[];
  /** @param made the parts that the pass changed */
  apply(pass: TrimPass, made: readonly LeftPart[]): void;
  result(): { parts: readonly PartReference[]; decisions: DuplicateDecisions };
}

export function createTrimming(parts: readonly PartReference[], decisions: DuplicateDecisions): Trimming {
  const paths = new Map(parts.map(({ number, path }) => [number, path]));
  const emptied = new Map<number, Map<number, TrimPass>>();
  const emptiedOf = (part: number) => emptied.get(part) ?? new Map<number, TrimPass>();
  const pathOf = ({ number, path }: PartReference) => paths.get(number) ?? path;
  return {
    list: () =>
      parts.map((part) => {
        const { exact, near } = decisions.of(part.number);
        const gone = [...exact.keys(), ...near.keys(), ...emptiedOf(part.number).keys()];
        return { number: part.number, path: pathOf(part), gone: Uint32Array.from(gone) };
      }),
    apply(pass, made) {
      for (const { number, path, emptied: documents } of made) {
        if (path !== undefined) paths.set(number, path);
        const known = emptiedOf(number);
        for (const document of documents) known.set(document, pass);
        if (known.size > 0) emptied.set(number, known);
      }
    },
    result: () => ({
      parts: parts.map((part) => ({ ...part, path: pathOf(part) })),
      decisions:
        emptied.size === 0
          ? decisions
          : { of: (part) => ({ ...decisions.of(part), emptied: emptiedOf(part) }) },
    }),
  };
}

/** What the card says of a pass over some parts. */
export function sumCuts(pass: TrimPass, made: readonly CutPart[]): TrimmedRepeats {
  const sum = (of: (part: CutPart) => number) => made.reduce((total, part) => total + of(part), 0);
  return {
    name: pass,
    numDocuments: sum(({ numDocuments }) => numDocuments),
    numBytes: sum(({ numBytes }) => numBytes),
    numEmptied: sum(({ emptied }) => emptied.length),
  };
}
