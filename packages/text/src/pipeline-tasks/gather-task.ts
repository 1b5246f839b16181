/**
 * Brings together what all ranges found in one task's parts, each pair once: of a document alike another every range tells that one of its
 * bands fell to, so that the join, which is one task, has a small share of the ranges' pairs to read.
 * Invariant: the pairs of all tasks, one after the other, are those of all ranges in order of the repeating document.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { repeatWords } from '../duplicates/unit-duplicates.ts';
import { openMergedUnits } from '../external-sort/merge-units.ts';
import { openWordFile } from '../external-sort/word-file.ts';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { listTaskParts } from './list-task-parts.ts';
import type { TaskContext } from './task-context.ts';
import { gatheredPath, matchPath, type RepeatKind } from './task-folder.ts';
import { readRecords, type TaskFacts } from './task-record.ts';

export async function gatherTask(context: TaskContext): Promise<TaskFacts> {
  const { exact, nearThreshold } = context.plan.recipe.duplicates;
  await readRecords(context, 'match');
  const parts = await listTaskParts(context, context.task);
  const kernels = await loadKernels();
  if (exact) await gather('exact', context, { parts, kernels });
  if (nearThreshold > 0) await gather('near', context, { parts, kernels });
  return {};
}

async function gather(
  kind: RepeatKind,
  { plan, folder, task, onProgress, signal }: TaskContext,
  { parts, kernels }: { parts: readonly PartReference[]; kernels: Kernels },
): Promise<void> {
  const paths = Array.from({ length: plan.numRanges }, (_, range) => matchPath(folder, kind, range));
  const path = gatheredPath(folder, kind, task);
  await mkdir(dirname(path), { recursive: true });
  const first = parts[0]?.number ?? 0;
  const found = await openMergedUnits(kernels, { paths, numWords: repeatWords, first });
  const file = await openWordFile(path);
  try {
    for (const [place, { number }] of parts.entries()) {
      signal?.throwIfAborted();
      await file.add(dropEquals(await found.take(number)));
      onProgress?.({ done: place + 1, total: parts.length, unit: 'parts' });
    }
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    await found.close();
  }
}

/** The records of an order, each once. */
function dropEquals(words: Uint32Array): Uint32Array {
  const kept = new Uint32Array(words.length);
  let numKept = 0;
  for (let at = 0; at < words.length; at += repeatWords) {
    let isNew = numKept === 0;
    for (let word = 0; word < repeatWords && !isNew; word += 1)
      isNew = words[at + word] !== kept[numKept - repeatWords + word];
    if (!isNew) continue;
    kept.set(words.subarray(at, at + repeatWords), numKept);
    numKept += repeatWords;
  }
  return kept.subarray(0, numKept);
}
