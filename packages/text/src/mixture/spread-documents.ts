/**
 * The first pass of an external shuffle of a mixture: documents are read once, in the order in which they lie, and written to where the
 * mixture reads them, each epoch's copy to its place.
 * Invariant: parts are durable one by one, and a journal tells how far they reach, so that the next attempt goes on after the last.
 * Memory: one part, an eighth of the bound, some three times over while it is written.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type InputPosition, openPartJournal } from '../parts/part-journal.ts';
import { bytesOf, makeIds, type TokenBytes, type TokenIds } from '../shards/token-width.ts';
import { type PlacedRecord, type ShuffleOptions, writeShufflePart } from '../shuffle/external-shuffle.ts';
import type { Interleaving } from './interleave-datasets.ts';
import type { MixedDataset } from './mixed-dataset.ts';

export interface SpreadOptions extends ShuffleOptions {
  datasets: readonly MixedDataset[];
  order: Interleaving;
  folder: string;
  /** Names all that the parts depend on: with another key what is there is made again. */
  key: string;
  partBytes: number;
  tokenBytes: TokenBytes;
  signal?: AbortSignal | undefined;
}

/** @returns the paths of the parts @throws the signal's reason; the file system's error */
export async function spreadDocuments(options: SpreadOptions): Promise<string[]> {
  const { folder, key, signal } = options;
  await mkdir(folder, { recursive: true });
  const pathOf = (place: number) => join(folder, `spread-${place}.part`);
  const journal = await openPartJournal(join(folder, 'spread.journal'), key);
  try {
    while (journal.next !== null) {
      signal?.throwIfAborted();
      const { records, next } = collectPart(journal.next, options);
      const path = pathOf(journal.entries.length);
      await rm(path, { force: true });
      await writeShufflePart(path, records, options);
      await journal.append({ next, facts: {} });
    }
    return journal.entries.map(({ place }) => pathOf(place));
  } finally {
    await journal.close();
  }
}

/** Documents from a position on, until they are a part. */
function collectPart(
  { piece, from }: InputPosition,
  { datasets, order, partBytes, tokenBytes }: SpreadOptions,
): { records: PlacedRecord[]; next: InputPosition | null } {
  const records: PlacedRecord[] = [];
  let numBytes = 0;
  for (let dataset = piece, document = from; dataset < datasets.length; dataset += 1, document = 0) {
    const { numDocuments, readDocument } = (datasets[dataset] as MixedDataset).reader;
    for (; document < numDocuments; document += 1) {
      if (numBytes >= partBytes) return { records, next: { piece: dataset, from: document } };
      const places = order.stepsOf(dataset, document);
      if (places.length === 0) continue;
      const bytes = bytesOf(widen(readDocument(document), tokenBytes));
      for (const place of places) records.push({ place, bytes });
      numBytes += bytes.length * places.length;
    }
  }
  return { records, next: null };
}

/** The ids in the width that all records have. */
function widen(ids: TokenIds, tokenBytes: TokenBytes): TokenIds {
  if (ids.BYTES_PER_ELEMENT === tokenBytes) return ids;
  const widened = makeIds(ids.length, tokenBytes);
  widened.set(ids);
  return widened;
}
