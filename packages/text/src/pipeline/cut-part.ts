/**
 * Cuts something out of the documents of a part.
 * Invariant: the scanned part is not changed; one that loses text is written anew under its name in another folder. A document of which
 * nothing but white space is left is emptied, and told of.
 */
import { basename, join } from 'node:path';
import type { Kernels } from '../kernels/load-kernels.ts';
import { openPart, writePart } from '../parts/part-file.ts';
import { createGrowingBytes } from './growing-bytes.ts';
import type { Edit } from './repeat-pass.ts';
import { withScannedPart } from './scanned-part.ts';

/** A part, and which of its kept documents are dropped already. */
export interface RepeatPart {
  number: number;
  path: string;
  gone: Uint32Array;
}

/** What is left of a part. */
export interface LeftPart {
  number: number;
  /** Of the part written anew; undefined where nothing was cut out. */
  path: string | undefined;
  /** Documents that were left without text. */
  emptied: number[];
}

export interface CutPart extends LeftPart {
  /** Documents that lost something, and bytes that they lost. */
  numDocuments: number;
  numBytes: number;
}

export interface PartTexts {
  /** Of the kept documents, end to end. */
  text: Uint8Array;
  ends: Uint32Array;
}

export async function readPartTexts({ path }: { path: string }): Promise<PartTexts> {
  return await withScannedPart(path, async (part) => ({
    text: await part.text(),
    ends: await part.numbers('textEnds'),
  }));
}

/**
 * @param edits in the order of the part's documents, each document at most once
 * @throws the file system's error
 */
export async function cutPart(
  { number, path }: RepeatPart,
  edits: AsyncIterable<Edit>,
  { kernels, folder }: { kernels: Kernels; folder: string },
): Promise<CutPart> {
  const texts = await readPartTexts({ path });
  const { text, ends } = texts;
  const made: CutPart = { number, path: undefined, numDocuments: 0, numBytes: 0, emptied: [] };
  const out = createGrowingBytes(text.length + 1);
  const newEnds = new Uint32Array(ends.length);
  let numDone = 0;
  const copyTo = (document: number) => {
    for (; numDone < document; numDone += 1) {
      out.append(textOf(texts, numDone));
      newEnds[numDone] = out.numBytes;
    }
  };
  for await (const edit of edits) {
    const { document } = edit;
    copyTo(document);
    const original = textOf(texts, document);
    const left = applyEdit(kernels, edit, original);
    const isEmptied = left.every(isSpace);
    const kept = isEmptied ? new Uint8Array() : left;
    out.append(kept);
    newEnds[document] = out.numBytes;
    numDone = document + 1;
    if (kept.length < original.length) made.numDocuments += 1;
    made.numBytes += original.length - kept.length;
    if (isEmptied) made.emptied.push(document);
  }
  copyTo(ends.length);
  if (out.numBytes === text.length) return made;
  made.path = join(folder, basename(path));
  await replaceTexts(path, made.path, { text: out.view(), ends: newEnds });
  return made;
}

/** The text of a kept document, a view. */
export function textOf({ text, ends }: PartTexts, document: number): Uint8Array {
  return text.subarray(ends[document - 1] ?? 0, ends[document]);
}

function applyEdit(kernels: Kernels, { cut }: Edit, text: Uint8Array): Uint8Array {
  const mark = kernels.mark();
  const pointer = kernels.place(text);
  const room = kernels.reserve(text.length);
  const length = cut(pointer, text.length, room);
  const left = kernels.bytes().slice(room, room + length);
  kernels.release(mark);
  return left;
}

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

async function replaceTexts(from: string, to: string, { text, ends }: PartTexts): Promise<void> {
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
