/**
 * Where the tasks of a plan put what they make, below the plan's folder.
 * Invariant: parts, shards and card lie where `runPipeline` puts them, so a folder may be gone on with either way.
 */
import { join } from 'node:path';
import type { SortedPass } from '../pipeline/repeat-pass.ts';

const pad = (number: number, width = 5) => String(number).padStart(width, '0');

/** What is sought among the records of a range. */
export type RepeatKind = 'exact' | 'near';

export const partsFolder = (folder: string) => join(folder, 'parts');
export const shardsFolder = (folder: string) => join(folder, 'shards');
export const cardPath = (folder: string) => join(folder, 'card.json');

/** That a task is done, with what the next phases have to know of it. */
export const recordPath = (folder: string, phase: string, task: number) =>
  join(folder, 'tasks', `${phase}-${pad(task)}.json`);

/** Who is at a task. */
export const claimPath = (folder: string, phase: string, task: number) =>
  join(folder, 'tasks', `${phase}-${pad(task)}.claim`);

/** Records of one task's documents whose hashes are of one range. */
export const spreadPath = (
  folder: string,
  { kind, task, range }: { kind: RepeatKind; task: number; range: number },
) => join(folder, 'duplicates', `spread-${pad(task)}`, `${kind}-${pad(range, 3)}.words`);

/** Repeats found in one range. */
export const matchPath = (folder: string, kind: RepeatKind, range: number) =>
  join(folder, 'duplicates', 'match', `${kind}-${pad(range, 3)}.words`);

/** Repeats that all ranges found in the parts of one task. */
export const gatheredPath = (folder: string, kind: RepeatKind, task: number) =>
  join(folder, 'duplicates', 'gathered', `${kind}-${pad(task)}.words`);

/** What is dropped of the parts of one task. */
export const joinedPath = (folder: string, task: number) =>
  join(folder, 'duplicates', 'joined', `task-${pad(task)}.part`);

/** Records of one task's texts whose hashes are of one range. */
export const markPath = (
  folder: string,
  { pass, task, range }: { pass: SortedPass; task: number; range: number },
) => join(folder, 'repeats', pass, `mark-${pad(task)}`, `range-${pad(range, 3)}.words`);

/** What stood before of one range. */
export const foundPath = (folder: string, pass: SortedPass, range: number) =>
  join(folder, 'repeats', pass, 'found', `range-${pad(range, 3)}.words`);

/** What was cut out of the parts of one task. */
export const cutPath = (folder: string, pass: SortedPass, task: number) =>
  join(folder, 'repeats', pass, 'cut', `task-${pad(task)}.part`);

/** The card of one task's parts. */
export const tallyPath = (folder: string, task: number) => join(folder, 'tallies', `task-${pad(task)}.json`);

/** The ids of one part. */
export const tokensPath = (folder: string, part: number) =>
  join(folder, 'tokens', `part-${pad(part, 8)}.tokens`);
