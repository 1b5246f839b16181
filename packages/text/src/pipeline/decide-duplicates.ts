/**
 * Decides over all parts which kept documents repeat an earlier one: the same text first, then nearly the same.
 * Invariant: depends on the parts alone, not on memory or threads; of those alike the first in the input stays.
 * Refuses: to change a part; what it decides stands beside them.
 */
import { join } from 'node:path';
import { findExactDuplicates } from '../duplicates/find-exact-duplicates.ts';
import type { UnitDuplicates } from '../duplicates/unit-duplicates.ts';
import { clusterDuplicates, type DocumentPlace } from '../minhash/cluster-duplicates.ts';
import { minhashSchemes } from '../minhash/minhash-scheme.ts';
import type { PartReference } from './list-parts.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { readDigests, readSignatures } from './read-signatures.ts';

/** By place among a part's kept documents: which one it repeats. */
export type Repeats = ReadonlyMap<number, DocumentPlace>;

export interface PartDuplicates {
  exact: Repeats;
  near: Repeats;
  /** Documents of which nothing is left once repeats are cut out of them, each with what cut it. */
  emptied?: ReadonlyMap<number, string>;
}

export interface DuplicateDecisions {
  /** What is dropped of a part, by its number; a `unit` is the number of a part. */
  of(part: number): PartDuplicates;
}

export interface DecideOptions {
  parts: readonly PartReference[];
  recipe: PipelineRecipe;
  /** For what does not fit into memory. */
  folder: string;
  memoryBytes: number;
}

/** @throws the file system's error, where the folder cannot be written */
export async function decideDuplicates(options: DecideOptions): Promise<DuplicateDecisions> {
  const { parts, recipe, folder, memoryBytes } = options;
  const { exact, nearThreshold } = recipe.duplicates;
  const inputs = { [Symbol.asyncIterator]: () => readSignatures(parts, recipe) };
  const same = exact
    ? await collectRepeats(
        findExactDuplicates({
          inputs: readDigests(parts, recipe),
          folder: join(folder, 'exact'),
          memoryBytes,
        }),
      )
    : nothing;
  const alike =
    nearThreshold > 0
      ? await collectRepeats(
          clusterDuplicates({
            inputs,
            scheme: minhashSchemes.standard,
            folder: join(folder, 'near'),
            memoryBytes,
            threshold: nearThreshold,
          }),
        )
      : nothing;
  return makeDecisions({ same, alike });
}

/** The repeats found of each part, three words each: document, and its representative's part and document. */
export type FoundRepeats = ReadonlyMap<number, Uint32Array>;

/** Decisions of what was found to be the same and to be alike. */
export function makeDecisions({
  same,
  alike,
}: {
  same: FoundRepeats;
  alike: FoundRepeats;
}): DuplicateDecisions {
  return {
    of(part) {
      const repeats = readRepeats(same.get(part));
      const near = readRepeats(alike.get(part));
      // The same text has the same signature: what is told as exact is not told as near once more.
      for (const place of repeats.keys()) near.delete(place);
      return { exact: repeats, near };
    },
  };
}

const nothing: FoundRepeats = new Map();

/** Holds what was found in memory: twelve bytes a repeated document. */
export async function collectRepeats(found: AsyncIterable<UnitDuplicates>): Promise<FoundRepeats> {
  const byUnit = new Map<number, Uint32Array>();
  for await (const { unit, duplicates } of found) byUnit.set(unit, duplicates);
  return byUnit;
}

function readRepeats(duplicates: Uint32Array = new Uint32Array()): Map<number, DocumentPlace> {
  const repeats = new Map<number, DocumentPlace>();
  for (let at = 0; at < duplicates.length; at += wordsPerDuplicate)
    repeats.set(duplicates[at] ?? 0, { unit: duplicates[at + 1] ?? 0, document: duplicates[at + 2] ?? 0 });
  return repeats;
}

/** Document, and its representative's part and document. */
const wordsPerDuplicate = 3;
