/**
 * Joins what was gathered from the ranges, and tells each task what is dropped of its parts.
 * Invariant: the decisions are those of a search through everything at once. One process does it: its memory is 24 bytes a document that
 * has a near duplicate, and 12 one that has an equal.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gatherUnits, repeatWords } from '../duplicates/unit-duplicates.ts';
import { readWordFile } from '../external-sort/word-file.ts';
import { joinClusters } from '../minhash/join-clusters.ts';
import { openPart, writePart } from '../parts/part-file.ts';
import {
  collectRepeats,
  type DuplicateDecisions,
  type FoundRepeats,
  makeDecisions,
} from '../pipeline/decide-duplicates.ts';
import type { TaskContext } from './task-context.ts';
import { gatheredPath, joinedPath, type RepeatKind } from './task-folder.ts';
import { type PlannedFolder, readRecords, type TaskFacts } from './task-record.ts';

export async function joinTask(context: TaskContext): Promise<TaskFacts> {
  const { plan, folder, scratchFolder, memoryBytes } = context;
  const { exact, nearThreshold } = plan.recipe.duplicates;
  await readRecords(context, 'gather');
  const scanned = await readRecords(context, 'scan');
  // Equal documents are found in one range, so nothing is left to join of them.
  const same = exact ? await collectRepeats(gatherUnits(readRepeats('exact', context))) : nothing;
  const edges = () => readRepeats('near', context);
  const alike =
    nearThreshold > 0
      ? await collectRepeats(joinClusters({ edges, folder: join(scratchFolder, 'joined'), memoryBytes }))
      : nothing;
  let first = 0;
  for (const [task, { numParts = 0 }] of scanned.entries()) {
    const path = joinedPath(folder, task);
    await mkdir(dirname(path), { recursive: true });
    const numbers = Array.from({ length: numParts }, (_, place) => first + place);
    const section = (found: FoundRepeats) => bytesOf(numbers, found);
    await writePart(path, {
      facts: { plan: plan.digest },
      sections: [
        { name: 'exact', bytes: section(same) },
        { name: 'near', bytes: section(alike) },
      ],
    });
    first += numParts;
  }
  return {};
}

const nothing: FoundRepeats = new Map();

/** What is dropped of the parts of some tasks. @throws SlipwayError `argument-invalid` where the join is not done */
export async function readDecisions(
  from: PlannedFolder,
  tasks: readonly number[],
): Promise<DuplicateDecisions> {
  const same = new Map<number, Uint32Array>();
  const alike = new Map<number, Uint32Array>();
  const joined = await readRecords(from, 'join');
  for (const task of joined.length > 0 ? tasks : []) {
    const part = await openPart(joinedPath(from.folder, task));
    try {
      for (const [name, found] of [['exact', same] as const, ['near', alike] as const]) {
        const words = new Uint32Array((await part.readSection(name)).buffer as ArrayBuffer);
        for await (const { unit, duplicates } of gatherUnits([words])) found.set(unit, duplicates);
      }
    } finally {
      await part.close();
    }
  }
  return makeDecisions({ same, alike });
}

/** In order of the repeating documents. */
async function* readRepeats(kind: RepeatKind, { folder, plan }: TaskContext): AsyncGenerator<Uint32Array> {
  for (let task = 0; task < plan.numTasks; task += 1)
    yield* readWordFile(gatheredPath(folder, kind, task), repeatWords);
}

function bytesOf(parts: readonly number[], found: FoundRepeats): Uint8Array {
  const blocks = parts.map((part) => {
    const repeats = found.get(part) ?? new Uint32Array();
    const words = new Uint32Array((repeats.length / 3) * repeatWords);
    for (let from = 0, to = 0; from < repeats.length; from += 3, to += repeatWords) {
      words[to] = part;
      words.set(repeats.subarray(from, from + 3), to + 1);
    }
    return new Uint8Array(words.buffer);
  });
  return Buffer.concat(blocks);
}
