/**
 * The jobs that a pass over repeats is cut into; threads of one machine and tasks of many do the same.
 *
 *   mark   some parts: records of their texts to files, one a range of hashes
 *   match  one range: what of all files of it stood before
 *   cut    some parts: what all ranges found in them is cut out
 *
 * Invariant: a job is a function of what is given; the jobs of a kind take nothing from one another. Memory is one part, and what a match
 * is given to sort in.
 */

import { openMergedUnits } from '../external-sort/merge-units.ts';
import { spreadRecords } from '../external-sort/spread-records.ts';
import { openWordFile, readWordFile } from '../external-sort/word-file.ts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { type CutPart, cutPart, type RepeatPart, readPartTexts, textOf } from './cut-part.ts';
import type { RepeatPass } from './repeat-pass.ts';

export interface MarkJob {
  kind: 'mark';
  parts: readonly RepeatPart[];
  /** Of the records, one a range. */
  paths: readonly string[];
}

export interface MatchJob {
  kind: 'match';
  /** The records of the range. */
  inputs: readonly string[];
  /** Of what is found. */
  output: string;
  /** For what does not fit into memory; holds nothing else. */
  folder: string;
  memoryBytes: number;
}

export interface CutJob {
  kind: 'cut';
  /** Neighbours, in order. */
  parts: readonly RepeatPart[];
  /** What was found, a file a range. */
  found: readonly string[];
  /** Of the parts that are written anew; it is there. */
  folder: string;
}

export type RepeatJob = MarkJob | MatchJob | CutJob;

export interface RepeatTools {
  kernels: Kernels;
  pass: RepeatPass;
  signal?: AbortSignal | undefined;
  /** Told of each part or file that is done. */
  onStep?: (() => void) | undefined;
}

/** @returns of a cut its parts; else nothing @throws the file system's error; the signal's reason */
export async function doRepeatJob(job: RepeatJob, tools: RepeatTools): Promise<CutPart[]> {
  if (job.kind === 'cut') return await cut(job, tools);
  if (job.kind === 'mark') await mark(job, tools);
  else await match(job, tools);
  return [];
}

async function mark({ parts, paths }: MarkJob, tools: RepeatTools): Promise<void> {
  const { recordWords: numWords } = tools.pass;
  await spreadRecords(recordParts(parts, tools), { numWords, hashWord: 0, paths });
}

async function* recordParts(parts: readonly RepeatPart[], tools: RepeatTools): AsyncGenerator<Uint32Array> {
  const { kernels, pass, signal, onStep } = tools;
  for (const part of parts) {
    signal?.throwIfAborted();
    const gone = new Set(part.gone);
    const texts = await readPartTexts(part);
    for (let document = 0; document < texts.ends.length; document += 1) {
      const text = textOf(texts, document);
      if (text.length === 0 || gone.has(document)) continue;
      const kernelMark = kernels.mark();
      const place = { unit: part.number, document };
      // Blocks are views on kernel memory, which may move while the text's are taken.
      for (const block of pass.record(kernels.place(text), text.length, place)) yield block.slice();
      kernels.release(kernelMark);
    }
    onStep?.();
  }
}

async function match(job: MatchJob, { pass, signal, onStep }: RepeatTools): Promise<void> {
  const { inputs, output, folder, memoryBytes } = job;
  async function* readInputs(): AsyncGenerator<Uint32Array> {
    for (const path of inputs) {
      signal?.throwIfAborted();
      yield* readWordFile(path, pass.recordWords);
      onStep?.();
    }
  }
  const file = await openWordFile(output);
  try {
    for await (const block of pass.find({ records: readInputs(), folder, memoryBytes }))
      await file.add(block);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function cut({ parts, found, folder }: CutJob, tools: RepeatTools): Promise<CutPart[]> {
  const { kernels, pass, signal, onStep } = tools;
  const first = parts[0]?.number ?? 0;
  const merged = await openMergedUnits(kernels, { paths: found, numWords: pass.foundWords, first });
  const made: CutPart[] = [];
  try {
    for (const part of parts) {
      signal?.throwIfAborted();
      const words = await merged.take(part.number);
      if (words.length > 0) made.push(await cutPart(part, pass.edits(words), { kernels, folder }));
      onStep?.();
    }
  } finally {
    await merged.close();
  }
  return made;
}
