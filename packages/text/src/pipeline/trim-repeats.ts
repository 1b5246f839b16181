/**
 * Cuts out of the kept documents what stood before in the input: lines or paragraphs, long stretches, or what a filter of runs of words
 * has seen. Comes after whole documents that repeat others are dropped, which would hide the rest.
 * Invariant: depends on the parts, the decisions and the recipe alone; of what is repeated the first in the input stays. Scanned parts are
 * not changed: those that lose text are written anew beside them. Memory holds one part, and what sorting is given.
 * Refuses: to go on in the middle; cut off, it begins again.
 */
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TrimmedRepeats } from '@slipway/contracts';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { openPart, writePart } from '../parts/part-file.ts';
import type { DuplicateDecisions } from './decide-duplicates.ts';
import { createGrowingBytes } from './growing-bytes.ts';
import type { PartReference } from './list-parts.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { type Edit, findLineEdits, findSeenEdits, findStretchEdits, type KeptTexts } from './repeat-edits.ts';
import { withScannedPart } from './scanned-part.ts';

export interface TrimOptions {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  recipe: PipelineRecipe;
  /** Of the parts that are written anew, and of what is sorted. */
  folder: string;
  memoryBytes: number;
  signal?: AbortSignal | undefined;
}

export interface TrimmedParts {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  /** What each cut took, in the order in which they were made. */
  repeats: TrimmedRepeats[];
}

type Pass = 'repeated-lines' | 'repeated-stretches' | 'seen-lines';

/** What is read of a part, and which of its documents are left. */
interface Work extends TrimOptions {
  kernels: Kernels;
  emptied: Map<number, Map<number, Pass>>;
}

/** @throws SlipwayError `argument-invalid` for bounds out of range; the file system's error; the signal's reason */
export async function trimRepeats(options: TrimOptions): Promise<TrimmedParts> {
  const { recipe, decisions, folder, memoryBytes } = options;
  const { lines, stretches, seen } = recipe.repeats ?? {};
  if (!lines && !stretches && !seen) return { parts: options.parts, decisions, repeats: [] };
  const work: Work = { ...options, kernels: await loadKernels(), emptied: new Map() };
  const repeats: TrimmedRepeats[] = [];
  const run = async (pass: Pass, find: (texts: KeptTexts, sort: SortRoom) => AsyncIterable<Edit>) => {
    const target = join(folder, pass);
    await rm(target, { recursive: true, force: true });
    await mkdir(join(target, 'sort'), { recursive: true });
    const sort = { folder: join(target, 'sort'), memoryBytes };
    const made = await rewriteParts(pass, find(bindTexts(work), sort), work);
    work.parts = made.parts;
    repeats.push(made.told);
  };
  const { kernels } = work;
  if (lines) await run('repeated-lines', (texts, sort) => findLineEdits({ kernels, texts, lines, ...sort }));
  if (stretches)
    await run('repeated-stretches', (texts, sort) =>
      findStretchEdits({ kernels, texts, ...stretches, ...sort }),
    );
  if (seen) await run('seen-lines', (texts) => findSeenEdits({ kernels, texts, seen }));
  const emptied = (part: number) => work.emptied.get(part) ?? new Map<number, Pass>();
  return {
    parts: work.parts,
    repeats,
    decisions: { of: (part) => ({ ...decisions.of(part), emptied: emptied(part) }) },
  };
}

interface SortRoom {
  folder: string;
  memoryBytes: number;
}

/** The texts that are left, part by part in order; each lies in kernel memory until the next is asked for. */
function bindTexts(work: Work): KeptTexts {
  return async function* () {
    for (const part of work.parts) {
      work.signal?.throwIfAborted();
      const isLeft = tellLeft(part, work);
      const { text, ends } = await readTexts(part);
      for (const [document, end] of ends.entries()) {
        const start = ends[document - 1] ?? 0;
        if (end > start && isLeft(document))
          yield { unit: part.number, document, text: text.subarray(start, end) };
      }
    }
  };
}

function tellLeft({ number }: PartReference, { decisions, emptied }: Work): (document: number) => boolean {
  const { exact, near } = decisions.of(number);
  const gone = emptied.get(number);
  return (document) => !(exact.has(document) || near.has(document) || gone?.has(document));
}

async function readTexts({ path }: PartReference): Promise<{ text: Uint8Array; ends: Uint32Array }> {
  return await withScannedPart(path, async (part) => ({
    text: await part.text(),
    ends: await part.numbers('textEnds'),
  }));
}

/** @param edits in the order of the parts and their documents */
async function rewriteParts(
  pass: Pass,
  edits: AsyncIterable<Edit>,
  work: Work,
): Promise<{ parts: PartReference[]; told: TrimmedRepeats }> {
  const told: TrimmedRepeats = { name: pass, numDocuments: 0, numBytes: 0, numEmptied: 0 };
  const paths = new Map<number, string>();
  let open: Rewriter | undefined;
  const close = async () => {
    const path = open && (await open.finish());
    if (open && path !== undefined) paths.set(open.number, path);
    open = undefined;
  };
  for await (const edit of edits) {
    if (open?.number !== edit.unit) {
      await close();
      const part = work.parts[edit.unit];
      if (!part) continue;
      open = await openRewriter(part, { pass, told, work });
    }
    open.apply(edit);
  }
  await close();
  return { parts: work.parts.map((part) => ({ ...part, path: paths.get(part.number) ?? part.path })), told };
}

interface Rewriter {
  readonly number: number;
  apply(edit: Edit): void;
  /** Writes the part anew, if it has lost something. @returns where */
  finish(): Promise<string | undefined>;
}

async function openRewriter(
  part: PartReference,
  { pass, told, work }: { pass: Pass; told: TrimmedRepeats; work: Work },
): Promise<Rewriter> {
  const { text, ends } = await readTexts(part);
  const { kernels, emptied, folder } = work;
  const out = createGrowingBytes(text.length + 1);
  const newEnds = new Uint32Array(ends.length);
  let numDone = 0;
  const copyTo = (document: number) => {
    for (; numDone < document; numDone += 1) {
      out.append(text.subarray(ends[numDone - 1] ?? 0, ends[numDone]));
      newEnds[numDone] = out.numBytes;
    }
  };
  return {
    number: part.number,
    apply({ document, cut }) {
      copyTo(document);
      const original = text.subarray(ends[document - 1] ?? 0, ends[document]);
      const mark = kernels.mark();
      const pointer = kernels.place(original);
      const room = kernels.reserve(original.length);
      const length = cut(pointer, original.length, room);
      const left = kernels.bytes().slice(room, room + length);
      kernels.release(mark);
      const isEmptied = left.every(isSpace);
      const kept = isEmptied ? new Uint8Array() : left;
      out.append(kept);
      newEnds[document] = out.numBytes;
      numDone = document + 1;
      if (kept.length < original.length) told.numDocuments += 1;
      told.numBytes += original.length - kept.length;
      if (!isEmptied) return;
      told.numEmptied += 1;
      const gone = emptied.get(part.number) ?? new Map<number, Pass>();
      emptied.set(part.number, gone.set(document, pass));
    },
    async finish() {
      copyTo(ends.length);
      if (out.numBytes === text.length) return undefined;
      const path = join(folder, pass, basename(part.path));
      await replaceTexts(part.path, path, { text: out.view(), ends: newEnds });
      return path;
    },
  };
}

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

async function replaceTexts(
  from: string,
  to: string,
  { text, ends }: { text: Uint8Array; ends: Uint32Array },
): Promise<void> {
  const part = await openPart(from);
  try {
    const sections = [];
    for (const name of part.sectionNames) {
      if (name === 'text') sections.push({ name, bytes: text });
      else if (name === 'textEnds') sections.push({ name, bytes: new Uint8Array(ends.buffer) });
      else sections.push({ name, bytes: await part.readSection(name) });
    }
    await writePart(to, { facts: { ...part.facts, numTextBytes: text.length }, sections });
  } finally {
    await part.close();
  }
}
