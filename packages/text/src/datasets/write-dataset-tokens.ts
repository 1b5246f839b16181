/**
 * Turns a dataset into token shards: its ranges are tokenised on threads, and written in the order of the file.
 * Invariant: the shards depend on the file, the choice and the vocabulary alone, not on the number of threads. Cut off anywhere, the next
 * call goes on after the last full shard.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type JournalEntry, openPartJournal, type PartJournal } from '../parts/part-journal.ts';
import {
  addLanguages,
  type LanguageTable,
  parseLanguages,
  printLanguages,
} from '../pipeline/language-table.ts';
import type { TokenisedPart } from '../pipeline/tokenise-part.ts';
import type { ShardManifest } from '../shards/shard-manifest.ts';
import {
  openTokenShardWriter,
  type ShardOptions,
  type TokenShardWriter,
} from '../shards/write-token-shards.ts';
import { runPool } from '../threads/run-pool.ts';
import { cutDataset, type DatasetRange } from './dataset-range.ts';
import type { TokeniseRangeThreadData } from './tokenise-range-thread.ts';

export interface DatasetTokensOptions extends TokeniseRangeThreadData {
  /** A dataset's `documents.jsonl`. */
  path: string;
  /** Shards and journal lie below it. */
  folder: string;
  shards: Pick<ShardOptions, 'vocabularySize' | 'tokenizerDigest' | 'shardTokens'>;
  /** Names all that the tokens depend on: with another key what is there is made again. */
  key: string;
  numThreads: number;
  /** Bytes of a range, which one thread does at a time; 8 MiB unless said otherwise. The tokens do not depend on it. */
  rangeBytes?: number;
  /** Told of each range that is written, in bytes of the file and tokens. */
  onProgress?: ((done: { numBytes: number; numTokens: number }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface DatasetTokens {
  /** Folder of the shards. */
  folder: string;
  manifest: ShardManifest;
  /** What there is of each language. */
  languages: LanguageTable;
}

interface RangeJob extends DatasetRange {
  /** Place among all ranges. */
  place: number;
  /** Documents of the range that are written already. */
  numDone: number;
}

const script = new URL('../../dist/datasets/tokenise-range-thread.js', import.meta.url);

/** @throws SlipwayError `artifact-corrupt` for a file that is no dataset; the file system's error; the signal's reason */
export async function writeDatasetTokens(options: DatasetTokensOptions): Promise<DatasetTokens> {
  const folder = join(options.folder, 'shards');
  await mkdir(folder, { recursive: true });
  const journal = await openPartJournal(
    join(options.folder, 'tokens.journal'),
    `${options.key} ${options.rangeBytes ?? ''}`,
  );
  // Shards that no journal tells of may be of another key.
  if (journal.entries.length === 0) await rm(folder, { recursive: true });
  const writer = await openTokenShardWriter(folder, options.shards);
  try {
    await tokeniseRanges({ journal, writer }, options);
    const manifest = await writer.finish();
    const languages = journal.entries.reduce(
      (sum, { facts }) => addLanguages(sum, parseLanguages(facts.languages)),
      {},
    );
    return { folder, manifest, languages };
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    await journal.close();
  }
}

interface Target {
  journal: PartJournal;
  writer: TokenShardWriter;
}

async function tokeniseRanges({ journal, writer }: Target, options: DatasetTokensOptions): Promise<void> {
  const { path, tokenizerPath, endOfText, choice, numThreads, onProgress, signal } = options;
  const ranges = cutDataset(path, (await stat(path)).size, options.rangeBytes);
  const jobs = planJobs(ranges, journal.entries, writer.numDocumentsDone);
  const numSkipped = ranges.length - jobs.length;
  if (numSkipped > 0) onProgress?.({ numBytes: ranges[numSkipped - 1]?.end ?? 0, numTokens: 0 });
  await runPool<DatasetRange, TokenisedPart>({
    script,
    threadData: { tokenizerPath, endOfText, choice } satisfies TokeniseRangeThreadData,
    numThreads,
    jobs,
    isInOrder: true,
    signal,
    async onResult({ ids, documentEnds, languages }, at) {
      const { place = 0, numDone = 0, from = 0, end = 0 } = jobs[at] ?? {};
      const start = documentEnds[numDone - 1] ?? 0;
      const ends = documentEnds.subarray(numDone).map((one) => one - start);
      await writer.append(ids.subarray(start), ends);
      if (place === journal.entries.length)
        await journal.append({
          next: place + 1 === ranges.length ? null : { piece: place + 1, from: 0 },
          facts: { languages: printLanguages(languages) },
        });
      onProgress?.({ numBytes: end - from, numTokens: ids.length });
    },
  });
}

/** The ranges from the first one on that is not wholly in durable shards. */
function planJobs(
  ranges: readonly DatasetRange[],
  entries: readonly JournalEntry[],
  numDocumentsDone: number,
): RangeJob[] {
  let numDone = numDocumentsDone;
  let first = 0;
  for (; first < entries.length; first += 1) {
    const numDocuments = countDocuments(entries[first]);
    if (numDone < numDocuments) break;
    numDone -= numDocuments;
  }
  return ranges
    .slice(first)
    .map((range, at) => ({ ...range, place: first + at, numDone: at === 0 ? numDone : 0 }));
}

function countDocuments(entry: JournalEntry | undefined): number {
  const languages = Object.values(parseLanguages(entry?.facts.languages));
  return languages.reduce((sum, { numDocuments }) => sum + numDocuments, 0);
}
