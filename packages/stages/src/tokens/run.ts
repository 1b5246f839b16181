/**
 * Makes tokens for training: datasets are tokenised, mixed by weight, packed and written in the format that is asked for.
 * Invariant: the files depend on the datasets, the tokenizer and the spec alone: on any number of threads, with any memory, cut off anywhere,
 * the same bytes. Each phase leaves durable files in the scratch folder, from which the next attempt goes on.
 */
import { join } from 'node:path';
import type { Digest, TokensManifest } from '@slipway/contracts';
import { joinLicences, type RunContext } from '@slipway/core';
import {
  createBestFitPacker,
  createConcatenatingPacker,
  openTokenShards,
  openTokenWriter,
  type Packer,
  type TokenFileEntry,
  type TokenShards,
  tokenBytesOf,
  writeMixture,
} from '@slipway/text';
import { openProgressMeter } from '../vocabulary/open-progress-meter.ts';
import { type FoundTokenizer, findTokenizer } from './find-tokenizer.ts';
import { mixtureShare } from './plan.ts';
import { type DrawnMixture, planDraws } from './plan-draws.ts';
import type { TokensSpec } from './spec.ts';
import { takeFiles } from './take-files.ts';
import { type TokenisedInput, tokeniseDatasets } from './tokenise-datasets.ts';

export async function runTokens(context: RunContext<TokensSpec>): Promise<Record<string, Digest>> {
  const tokenizer = await findTokenizer(context);
  const inputs = await tokeniseDatasets(context, tokenizer);
  const shards = inputs.map(({ folder }) => openTokenShards(folder));
  const draft = await context.store.draft();
  try {
    const drawn = planDraws(inputs, shards, context.spec);
    for (const sentence of drawn.explanation) context.warn(sentence);
    const folder = join(context.scratchDirectory, 'mixture');
    const written = await writeFiles(context, { folder, tokenizer, inputs, shards, drawn });
    await takeFiles(join(folder, 'files'), join(draft.directory, 'files'));
    const manifest = describeTokens(context.spec, { tokenizer, inputs, drawn, written });
    await draft.writeFile('tokens.json', `${JSON.stringify(manifest, null, 2)}\n`);
    const tokens = await context.commit({
      output: 'tokens',
      draft,
      kind: 'tokens',
      name: context.spec.name,
      parents: [
        ...inputs.map(({ dataset }) => ({ role: 'dataset', digest: dataset.digest })),
        { role: tokenizer.role, digest: tokenizer.artifact },
      ],
      licences: joinLicences(...inputs.map(({ dataset }) => dataset.manifest)),
      facts: nameFacts(manifest),
    });
    return { tokens };
  } finally {
    for (const one of shards) one.close();
    await draft.discard();
  }
}

interface Written {
  files: TokenFileEntry[];
  packer: Packer | undefined;
}

async function writeFiles(
  { spec, task, signal, reportProgress }: RunContext<TokensSpec>,
  {
    folder,
    tokenizer,
    inputs,
    shards,
    drawn,
  }: {
    /** Of the mixture, in the scratch folder. */
    folder: string;
    tokenizer: FoundTokenizer;
    inputs: readonly TokenisedInput[];
    shards: readonly TokenShards[];
    drawn: DrawnMixture;
  },
): Promise<Written> {
  const { sequenceTokens } = spec;
  const padding = tokenizer.endOfText.id;
  const packer = openPacker(spec, padding);
  // Whole sequences fill a file.
  const shardTokens = packer
    ? Math.ceil(spec.shardTokens / sequenceTokens) * sequenceTokens
    : spec.shardTokens;
  const sink = await openTokenWriter(join(folder, 'files'), {
    format: spec.format,
    vocabularySize: tokenizer.vocabularySize,
    tokenizerDigest: tokenizer.digest,
    tokenizerName: tokenizer.name,
    shardTokens,
    packing: packer ? { sequenceTokens, padding } : undefined,
  });
  const numTokens = drawn.datasets.reduce((sum, one) => sum + one.numTokens, 0);
  const meter = openProgressMeter(reportProgress, { total: numTokens, unit: 'tokens', activity: 'mixture' });
  const memoryBytes = task.resources.memoryBytes * mixtureShare;
  try {
    await writeMixture({
      datasets: inputs.map(({ name }, place) => ({
        name,
        reader: shards[place] as TokenShards,
        numDraws: drawn.datasets[place]?.numDraws ?? 0,
      })),
      seed: spec.shuffle ? String(spec.seed) : undefined,
      packer,
      sink,
      room: { folder, memoryBytes, numTokens, tokenBytes: tokenBytesOf(tokenizer.vocabularySize) },
      onProgress: (done) => meter.add(done.numTokens),
      signal,
    });
    return { files: await sink.finish(), packer };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function openPacker({ packing, sequenceTokens }: TokensSpec, padding: number): Packer | undefined {
  // Documents end with the end of text already.
  if (packing === 'concatenate') return createConcatenatingPacker({ sequenceTokens, padding });
  return packing === 'best-fit' ? createBestFitPacker({ sequenceTokens, padding }) : undefined;
}

function describeTokens(
  spec: TokensSpec,
  {
    tokenizer,
    inputs,
    drawn,
    written,
  }: {
    tokenizer: FoundTokenizer;
    inputs: readonly TokenisedInput[];
    drawn: DrawnMixture;
    written: Written;
  },
): TokensManifest {
  const numRead = drawn.datasets.reduce((sum, { numTokens }) => sum + numTokens, 0);
  const { digest, vocabularySize, endOfText } = tokenizer;
  return {
    format: 'slipway-tokens/1',
    tokenizer: digest,
    vocabularySize,
    endOfText,
    split: spec.split,
    ...(spec.shuffle ? { seed: spec.seed } : {}),
    datasets: inputs.map(({ dataset, manifest, languages }, place) => {
      const { numDocuments, numTokens } = manifest;
      const { weight = 0, maxEpochs = 0, numDraws = 0, numTokens: read = 0 } = drawn.datasets[place] ?? {};
      return {
        dataset: dataset.digest,
        name: dataset.manifest.name,
        numDocuments,
        numTokens,
        languages,
        weight,
        maxEpochs,
        numDocumentsRead: numDraws,
        numTokensRead: read,
        epochs: round(read / Math.max(1, numTokens)),
        share: round(read / Math.max(1, numRead)),
      };
    }),
    explanation: drawn.explanation.map(({ en }) => en),
    ...describePacking(spec, written),
    fileFormat: spec.format,
    numTokens: written.files.reduce((sum, { numTokens }) => sum + numTokens, 0),
    numDocuments: drawn.datasets.reduce((sum, { numDraws }) => sum + numDraws, 0),
    files: written.files,
  };
}

function describePacking(
  { packing, sequenceTokens }: TokensSpec,
  { packer }: Written,
): Pick<TokensManifest, 'packing'> {
  if (!packer || packing === 'none') return {};
  const { numSequences, numPadding, utilisation, numCut } = packer.report();
  const paddingShare = round(1 - utilisation);
  return { packing: { method: packing, sequenceTokens, numSequences, numPadding, paddingShare, numCut } };
}

const round = (value: number) => Number(value.toFixed(6));

function nameFacts({ numTokens, numDocuments, packing, fileFormat, vocabularySize }: TokensManifest) {
  return {
    numTokens,
    numDocuments,
    ...(packing ? { numSequences: packing.numSequences, paddingShare: packing.paddingShare } : {}),
    vocabularySize,
    fileFormat,
  };
}
