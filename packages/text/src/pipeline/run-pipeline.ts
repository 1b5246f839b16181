/**
 * The data factory: documents of any number of files to kept documents, and to token shards where a vocabulary is given.
 *
 *   units of the input -> scan -> parts -> decisions on duplicates, repeats cut out -> tokens -> shards
 *                                |                                                |
 *                                +---------------------- card --------------------+
 *
 * Invariant: the result depends on the input, the recipe and the vocabulary alone: any number of threads, cut off anywhere and started
 * again, it is the same to the byte. Memory does not grow with the input, but for 12 bytes a document that has a near duplicate.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataCard } from '@slipway/contracts';
import { digestBytes } from '../hash/digest-bytes.ts';
import type { ShardManifest } from '../shards/shard-manifest.ts';
import { openTokenShardWriter } from '../shards/write-token-shards.ts';
import { type DuplicateDecisions, decideDuplicates } from './decide-duplicates.ts';
import { digestInput } from './digest-input.ts';
import { listParts, type PartReference } from './list-parts.ts';
import type { PipelineAids } from './pipeline-aids.ts';
import { checkRecipe, type PipelineRecipe } from './pipeline-recipe.ts';
import { defaultUnitBytes, type InputFile, planUnits } from './plan-units.ts';
import { scanUnits } from './scan-units.ts';
import { drawSamples, summariseParts } from './summarise-parts.ts';
import { trimRepeats } from './trim-repeats.ts';
import { writeTokens } from './write-tokens.ts';

export interface PipelineTokenizer {
  /** A Hugging Face `tokenizer.json`. */
  path: string;
  /** `sha256:` of the file. */
  digest: string;
  vocabularySize: number;
  /** Id that ends each document. */
  endOfText: number;
}

export interface PipelineProgress {
  phase: 'scan' | 'duplicates' | 'tokens' | 'card';
  /** Bytes of the input in `scan`, kept documents in `tokens`. */
  done: number;
  total: number;
}

export interface PipelineOptions {
  files: readonly InputFile[];
  recipe: PipelineRecipe;
  /** Everything that is made lies below it. */
  folder: string;
  numThreads: number;
  /** For sorting what does not fit into memory. */
  sortMemoryBytes?: number;
  unitBytes?: number;
  tokenizer?: PipelineTokenizer;
  /** Tokens from which on a shard is closed; 100 million unless said otherwise. */
  shardTokens?: number;
  /** Lists and models that the recipe's steps read. */
  aids?: PipelineAids;
  onProgress?: (progress: PipelineProgress) => void;
  signal?: AbortSignal;
}

export interface PipelineResult {
  parts: readonly PartReference[];
  decisions: DuplicateDecisions;
  card: DataCard;
  /** Absent without a tokenizer. */
  shards?: ShardManifest;
}

const defaultSortMemoryBytes = 512 * 1024 * 1024;

/**
 * Runs the factory, going on where an earlier run of the same input and recipe stopped.
 * @throws SlipwayError `argument-invalid` for a recipe out of range; the file system's error; the signal's reason
 */
export async function runPipeline(options: PipelineOptions): Promise<PipelineResult> {
  const { files, recipe, aids = {}, folder, numThreads, tokenizer, onProgress, signal } = options;
  const { unitBytes = defaultUnitBytes } = options;
  checkRecipe(recipe);
  await mkdir(folder, { recursive: true });
  const units = planUnits(files, unitBytes);
  const key = digestInput({ files, recipe, aids }, unitBytes);
  const scan = { folder: join(folder, 'parts'), key, aids };
  const total = files.reduce((sum, { numBytes }) => sum + numBytes, 0);
  let done = 0;
  onProgress?.({ phase: 'scan', done, total });
  await scanUnits({
    ...scan,
    units,
    recipe,
    numThreads,
    signal,
    onProgress(numBytes) {
      done += numBytes;
      onProgress?.({ phase: 'scan', done, total });
    },
  });
  const scanned = await listParts(units, scan);
  onProgress?.({ phase: 'duplicates', done: 0, total: 1 });
  const memoryBytes = options.sortMemoryBytes ?? defaultSortMemoryBytes;
  const found = await decideDuplicates({
    parts: scanned,
    recipe,
    folder: join(folder, 'sort'),
    memoryBytes,
  });
  signal?.throwIfAborted();
  const { parts, decisions, repeats } = await trimRepeats({
    parts: scanned,
    decisions: found,
    recipe,
    folder,
    memoryBytes,
    numThreads,
    signal,
  });
  const tokens = tokenizer && (await makeShards({ ...options, tokenizer }, { parts, decisions, key }));
  onProgress?.({ phase: 'card', done: 0, total: 1 });
  const { estimatedTokens, ...summary } = await summariseParts(parts, {
    decisions,
    recipe,
    numFiles: files.length,
    aids,
  });
  const card = {
    ...summary,
    ...(repeats.length > 0 ? { repeats } : {}),
    ...(tokens ? { tokens: tokens.card } : { estimatedTokens }),
    samples: drawSamples(summary.samples),
  };
  await writeFile(join(folder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
  return { parts, decisions, card, ...(tokens ? { shards: tokens.shards } : {}) };
}

async function makeShards(
  options: PipelineOptions & { tokenizer: PipelineTokenizer },
  from: { parts: readonly PartReference[]; decisions: DuplicateDecisions; key: string },
): Promise<{ shards: ShardManifest; card: NonNullable<DataCard['tokens']> }> {
  const { tokenizer, folder, numThreads, shardTokens, onProgress, signal } = options;
  const { path, digest, vocabularySize, endOfText } = tokenizer;
  const writer = await openTokenShardWriter(join(folder, 'shards'), {
    vocabularySize,
    tokenizerDigest: digest,
    ...(shardTokens === undefined ? {} : { shardTokens }),
  });
  try {
    const total = from.parts.reduce((sum, { facts }) => sum + facts.numKept, 0);
    let done = 0;
    onProgress?.({ phase: 'tokens', done, total });
    const languages = await writeTokens({
      ...from,
      key: digestBytes(`${from.key}\n${digest}\n${endOfText}`),
      writer,
      folder,
      tokenizerPath: path,
      endOfText,
      numThreads,
      onProgress(numDocuments) {
        done += numDocuments;
        onProgress?.({ phase: 'tokens', done, total });
      },
      signal,
    });
    const shards = await writer.finish();
    return { shards, card: { numTokens: shards.numTokens, languages } };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
