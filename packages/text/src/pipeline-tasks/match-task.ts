/**
 * Looks for duplicates in one range of hashes, among the documents of all tasks.
 * Invariant: what is found depends on the records alone; pairs of one range are verified in it, and joined to clusters of the range.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findRepeatedDigests } from '../duplicates/find-exact-duplicates.ts';
import type { UnitDuplicates } from '../duplicates/unit-duplicates.ts';
import { openWordFile, readWordFile } from '../external-sort/word-file.ts';
import { clusterDuplicates } from '../minhash/cluster-duplicates.ts';
import { minhashSchemes } from '../minhash/minhash-scheme.ts';
import { readSignatures } from '../pipeline/read-signatures.ts';
import { listAllParts } from './list-task-parts.ts';
import { recordLayouts } from './spread-task.ts';
import type { TaskContext } from './task-context.ts';
import { matchPath, type RepeatKind, spreadPath } from './task-folder.ts';
import { readRecords, type TaskFacts } from './task-record.ts';

export async function matchTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, scratchFolder, memoryBytes } = context;
  const { exact, nearThreshold } = plan.recipe.duplicates;
  await readRecords(context, 'spread');
  if (exact)
    await writeRepeats(
      findRepeatedDigests({
        records: readRange('exact', context),
        folder: join(scratchFolder, 'exact'),
        memoryBytes,
      }),
      'exact',
      context,
    );
  if (nearThreshold === 0) return {};
  const parts = await listAllParts(context);
  const found = clusterDuplicates({
    inputs: { [Symbol.asyncIterator]: () => readSignatures(parts, plan.recipe) },
    bands: readRange('near', context),
    scheme: minhashSchemes.standard,
    folder: join(scratchFolder, 'near'),
    memoryBytes,
    threshold: nearThreshold,
  });
  await writeRepeats(found, 'near', context);
  return {};
}

async function* readRange(
  kind: RepeatKind,
  { folder, plan, task: range, onProgress, signal }: TaskContext,
): AsyncGenerator<Uint32Array> {
  const total = plan.numTasks;
  for (let task = 0; task < total; task += 1) {
    signal?.throwIfAborted();
    yield* readWordFile(spreadPath(folder, { kind, task, range }), recordLayouts[kind].numWords);
    onProgress?.({ done: task + 1, total, unit: 'parts' });
  }
}

/** Four words each: unit, document, and the unit and document of the first like it. */
async function writeRepeats(
  found: AsyncIterable<UnitDuplicates>,
  kind: RepeatKind,
  { folder, task }: TaskContext,
): Promise<void> {
  const path = matchPath(folder, kind, task);
  await mkdir(dirname(path), { recursive: true });
  const file = await openWordFile(path);
  try {
    for await (const { unit, duplicates } of found)
      for (let at = 0; at < duplicates.length; at += 3)
        await file.add(Uint32Array.of(unit, ...duplicates.subarray(at, at + 3)));
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
