/**
 * Cuts out of the kept documents what stood before in the input: lines or paragraphs, long stretches, or what a filter of runs of words
 * has seen. Comes after whole documents that repeat others are dropped, which would hide the rest.
 * Invariant: depends on the parts, the decisions and the recipe alone, not on memory or threads; of what is repeated the first in the input
 * stays. Scanned parts are not changed: those that lose text are written anew beside them. Memory holds one part a thread, and what sorting
 * is given, which threads share.
 * Refuses: to go on in the middle; cut off, it begins again.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrimmedRepeats } from '@slipway/contracts';
import { createSeenFilter } from '../duplicates/create-seen-filter.ts';
import { loadKernels } from '../kernels/load-kernels.ts';
import { type CutPart, cutPart, type RepeatPart, readPartTexts, textOf } from './cut-part.ts';
import type { DuplicateDecisions } from './decide-duplicates.ts';
import type { RepeatJob } from './do-repeat-job.ts';
import type { PartReference } from './list-parts.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { type Edit, listPasses, type RepeatAsked, type SortedPass } from './repeat-pass.ts';
import { runRepeatJobs } from './run-repeat-jobs.ts';
import { createTrimming, sumCuts, type TrimPass, trimmedFolder } from './trimming.ts';

export interface TrimOptions {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  recipe: PipelineRecipe;
  /** Parts that are written anew lie below it, and for a time what is sorted. */
  folder: string;
  memoryBytes: number;
  numThreads: number;
  signal?: AbortSignal | undefined;
}

export interface TrimmedParts {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  /** What each cut took, in the order in which they were made. */
  repeats: TrimmedRepeats[];
}

/** Parts that a thread does at a time: so many shares of them, that threads end at about the same time. */
const sharesPerThread = 4;

/** @throws SlipwayError `argument-invalid` for bounds out of range; the file system's error; the signal's reason */
export async function trimRepeats(options: TrimOptions): Promise<TrimmedParts> {
  const { recipe, parts, decisions, folder } = options;
  const asked = recipe.repeats ?? {};
  const trimming = createTrimming(parts, decisions);
  const repeats: TrimmedRepeats[] = [];
  const take = async (pass: TrimPass, cut: () => Promise<CutPart[]>) => {
    await rm(trimmedFolder(folder, pass), { recursive: true, force: true });
    await mkdir(trimmedFolder(folder, pass), { recursive: true });
    const made = await cut();
    trimming.apply(pass, made);
    repeats.push(sumCuts(pass, made));
  };
  for (const pass of listPasses(asked))
    await take(pass, () => cutSorted(pass, trimming.list(), { ...options, asked }));
  const { seen } = asked;
  if (seen) await take('seen-lines', () => cutSeen(seen, trimming.list(), options));
  return { ...trimming.result(), repeats };
}

/** Marks, matches and cuts on threads: each has a range of hashes at a time, or a share of the parts. */
async function cutSorted(
  pass: SortedPass,
  parts: readonly RepeatPart[],
  { asked, folder, memoryBytes, numThreads, signal }: TrimOptions & { asked: RepeatAsked },
): Promise<CutPart[]> {
  const room = join(folder, 'repeats', pass);
  await rm(room, { recursive: true, force: true });
  await mkdir(room, { recursive: true });
  const shares = divideParts(parts, numThreads * sharesPerThread);
  const ranges = Array.from({ length: numThreads }, (_, range) => range);
  const markPath = (share: number, range: number) => join(room, `mark-${share}-${range}.words`);
  const foundPath = (range: number) => join(room, `found-${range}.words`);
  const made: CutPart[] = [];
  const run = async (jobs: readonly RepeatJob[]) =>
    void made.push(...(await runRepeatJobs(jobs, { pass, asked, numThreads, signal })));
  await run(
    shares.map((some, share) => ({
      kind: 'mark',
      parts: some,
      paths: ranges.map((range) => markPath(share, range)),
    })),
  );
  await run(
    ranges.map((range) => ({
      kind: 'match',
      inputs: shares.map((_, share) => markPath(share, range)),
      output: foundPath(range),
      folder: join(room, `sort-${range}`),
      memoryBytes: memoryBytes / numThreads,
    })),
  );
  const target = trimmedFolder(folder, pass);
  await run(
    shares.map((some) => ({ kind: 'cut', parts: some, found: ranges.map(foundPath), folder: target })),
  );
  await rm(room, { recursive: true });
  return made;
}

function divideParts(parts: readonly RepeatPart[], most: number): RepeatPart[][] {
  const numShares = Math.min(parts.length, most);
  const bound = (share: number) => Math.floor((parts.length * share) / numShares);
  return Array.from({ length: numShares }, (_, share) => parts.slice(bound(share), bound(share + 1)));
}

/** A filter decides as it goes, so that documents have to come in their order, one after the other. */
async function cutSeen(
  seen: NonNullable<RepeatAsked['seen']>,
  parts: readonly RepeatPart[],
  { folder, signal }: TrimOptions,
): Promise<CutPart[]> {
  const kernels = await loadKernels();
  const filter = createSeenFilter(kernels, seen);
  const made: CutPart[] = [];
  for (const part of parts) {
    signal?.throwIfAborted();
    const edits = editLeft(part, (...where) => filter.drop(...where).length);
    made.push(await cutPart(part, edits, { kernels, folder: trimmedFolder(folder, 'seen-lines') }));
  }
  return made;
}

/** The same edit of every document of a part that is left. */
async function* editLeft(part: RepeatPart, cut: Edit['cut']): AsyncGenerator<Edit> {
  const gone = new Set(part.gone);
  const texts = await readPartTexts(part);
  for (let document = 0; document < texts.ends.length; document += 1)
    if (textOf(texts, document).length > 0 && !gone.has(document)) yield { document, cut };
}
