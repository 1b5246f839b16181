/**
 * Writes the digests and bands of one task's kept documents, divided by ranges of their hashes.
 * Invariant: records of one hash are in one range, whichever task wrote them.
 */
import { digestRecordWords, listDigestRecords } from '../duplicates/find-exact-duplicates.ts';
import { spreadRecords } from '../external-sort/spread-records.ts';
import { bandWords, hashBands } from '../minhash/hash-bands.ts';
import { minhashSchemes } from '../minhash/minhash-scheme.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { readDigests, readSignatures } from '../pipeline/read-signatures.ts';
import { listTaskParts } from './list-task-parts.ts';
import type { TaskContext } from './task-context.ts';
import { type RepeatKind, spreadPath } from './task-folder.ts';
import type { TaskFacts } from './task-record.ts';

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
  if (recipe.duplicates.exact) await spread(listDigestRecords(readDigests(told(), recipe)), 'exact', context);
  if (recipe.duplicates.nearThreshold > 0)
    await spread(hashBands(readSignatures(told(), recipe), minhashSchemes.standard), 'near', context);
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

async function spread(
  records: AsyncIterable<Uint32Array>,
  kind: RepeatKind,
  { plan, folder, task }: TaskContext,
): Promise<void> {
  const ranges = Array.from({ length: plan.numRanges }, (_, range) => range);
  const paths = ranges.map((range) => spreadPath(folder, { kind, task, range }));
  await spreadRecords(records, { ...recordLayouts[kind], paths });
}
