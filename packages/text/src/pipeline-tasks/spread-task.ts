/**
 * Writes the digests and bands of one task's kept documents, divided by ranges of their hashes.
 * Invariant: records of one hash are in one range, whichever task wrote them.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { digestRecordWords, listDigestRecords } from '../duplicates/find-exact-duplicates.ts';
import { bandWords, hashBands } from '../minhash/hash-bands.ts';
import { minhashSchemes } from '../minhash/minhash-scheme.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { readDigests, readSignatures } from '../pipeline/read-signatures.ts';
import { listTaskParts } from './list-task-parts.ts';
import type { TaskContext } from './task-context.ts';
import { type RepeatKind, spreadPath } from './task-folder.ts';
import type { TaskFacts } from './task-record.ts';
import { openWordFile, type WordFile } from './word-file.ts';

/** Words of a record, and the one of them that its range is told by. */
export const recordLayouts: Readonly<Record<RepeatKind, { numWords: number; hashWord: number }>> = {
  exact: { numWords: digestRecordWords, hashWord: 1 },
  near: { numWords: bandWords, hashWord: 0 },
};

export async function spreadTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, task } = context;
  const { recipe } = plan;
  const parts = await listTaskParts(context, task);
  const told = tellParts(parts, context);
  if (recipe.duplicates.exact)
    await spreadRecords(listDigestRecords(readDigests(told(), recipe)), 'exact', context);
  if (recipe.duplicates.nearThreshold > 0)
    await spreadRecords(hashBands(readSignatures(told(), recipe), minhashSchemes.standard), 'near', context);
  return {};
}

/** Gives the parts while telling how far the reading is. */
function tellParts(parts: readonly PartReference[], { plan, onProgress, signal }: TaskContext) {
  const { exact, nearThreshold } = plan.recipe.duplicates;
  const total = parts.length * (exact && nearThreshold > 0 ? 2 : 1);
  let done = 0;
  return function* () {
    for (const part of parts) {
      signal?.throwIfAborted();
      yield part;
      done += 1;
      onProgress?.({ done, total, unit: 'parts' });
    }
  };
}

async function spreadRecords(
  records: AsyncIterable<Uint32Array>,
  kind: RepeatKind,
  { plan, folder, task }: TaskContext,
): Promise<void> {
  const { numWords, hashWord } = recordLayouts[kind];
  const paths = Array.from({ length: plan.numRanges }, (_, range) =>
    spreadPath(folder, { kind, task, range }),
  );
  await mkdir(dirname(paths[0] ?? folder), { recursive: true });
  const files: WordFile[] = [];
  try {
    for (const path of paths) files.push(await openWordFile(path));
    for await (const block of records)
      for (const [range, chosen] of divide(block, {
        numWords,
        hashWord,
        numRanges: plan.numRanges,
      }).entries())
        await files[range]?.add(chosen);
    for (const file of files) await file.commit();
  } catch (error) {
    for (const file of files) await file.discard().catch(() => undefined);
    throw error;
  }
}

/** The records of each range, in their order. */
function divide(
  block: Uint32Array,
  { numWords, hashWord, numRanges }: { numWords: number; hashWord: number; numRanges: number },
): Uint32Array[] {
  const ends = new Uint32Array(numRanges);
  const rangeOf = (at: number) => Math.floor(((block[at + hashWord] ?? 0) * numRanges) / 2 ** 32);
  for (let at = 0; at < block.length; at += numWords) {
    const range = rangeOf(at);
    ends[range] = (ends[range] ?? 0) + numWords;
  }
  const ranges = Array.from(ends, (length) => new Uint32Array(length));
  ends.fill(0);
  for (let at = 0; at < block.length; at += numWords) {
    const range = rangeOf(at);
    ranges[range]?.set(block.subarray(at, at + numWords), ends[range]);
    ends[range] = (ends[range] ?? 0) + numWords;
  }
  return ranges;
}
