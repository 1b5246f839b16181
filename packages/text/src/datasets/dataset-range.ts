/**
 * A stretch of a dataset's `documents.jsonl`, and the documents that begin in it, as bytes.
 * Invariant: ranges side by side give every document once, in the order of the file; where ranges are cut depends on the size alone.
 * Refuses lines that are no documents: a dataset is written by us.
 */
import { SlipwayError } from '@slipway/contracts';
import { hashFraction } from '../hash/hash-fraction.ts';
import type { Kernels } from '../kernels/load-kernels.ts';
import { openFileInput } from '../sources/byte-input.ts';
import { jsonLinesReader } from '../sources/json-lines-source.ts';

export interface DatasetRange {
  /** A `documents.jsonl`. */
  path: string;
  /** In bytes; documents that begin from here on and before `end`. */
  from: number;
  end: number;
}

/** Which documents are taken. */
export interface DocumentChoice {
  split: 'train' | 'heldout' | 'all';
  /** Of the documents of the split, this share is drawn by the seed; all where absent. */
  sample?: { share: number; seed: string };
}

export interface RangeDocument {
  /** UTF-8; valid until the next document is asked for. */
  bytes: Uint8Array;
  language: string;
  /** `sha256:` of the raw document. */
  document: string;
}

/** 8 MiB of lines: a second of one thread's work, so that threads end together and a kill costs little. */
const rangeBytes = 1 << 23;
/** JSON may write a byte of text as six. */
const maxLineBytes = 1 << 29;
const members = {
  text: ['text'],
  id: ['document'],
  language: ['language'],
  split: ['split'],
  title: [],
  address: [],
  date: [],
};

/** Cuts a file of `numBytes` into ranges of 8 MiB. */
export function cutDataset(path: string, numBytes: number, size = rangeBytes): DatasetRange[] {
  return Array.from({ length: Math.ceil(numBytes / size) }, (_, place) => ({
    path,
    from: place * size,
    end: Math.min(numBytes, (place + 1) * size),
  }));
}

/** The chosen documents of a range. @throws SlipwayError `artifact-corrupt` for a line that is no document */
export async function* readRange(
  kernels: Kernels,
  { path, from, end }: DatasetRange,
  { split, sample }: DocumentChoice,
): AsyncGenerator<RangeDocument, void> {
  const input = await openFileInput(path);
  try {
    const options = { kernels, from, end, members, limits: { maxRecordBytes: maxLineBytes } };
    for await (const record of jsonLinesReader.read(input, options)) {
      if (record.kind === 'set-aside') {
        // A document of no text is one all the same, and has nothing to give.
        if (record.reason === 'empty') continue;
        throw new SlipwayError({
          code: 'artifact-corrupt',
          message: `${record.name} is no document of a dataset: ${record.reason}, ${record.detail}`,
        });
      }
      const { bytes, language = 'und', id = '' } = record;
      if (split !== 'all' && record.split !== split) continue;
      if (sample && hashFraction('sample', sample.seed, id) >= sample.share) continue;
      yield { bytes, language, document: id };
    }
  } finally {
    await input.close();
  }
}
