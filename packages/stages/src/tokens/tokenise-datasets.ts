/**
 * Tokenises the datasets of a step, each to shards of its own in the scratch folder.
 * Invariant: durable shard by shard, so that the next attempt goes on; the tokens depend on the datasets, the split and the tokenizer alone.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { InputArtifact, RunContext } from '@slipway/core';
import { type DatasetTokens, digestBytes, writeDatasetTokens } from '@slipway/text';
import { openProgressMeter } from '../vocabulary/open-progress-meter.ts';
import type { FoundTokenizer } from './find-tokenizer.ts';
import type { TokensSpec } from './spec.ts';

export interface TokenisedInput extends DatasetTokens {
  dataset: InputArtifact;
  /** Unlike every other one's. */
  name: string;
}

/** A kill costs at most so many tokens and those that are being written. */
const scratchShardTokens = 1 << 24;

/** @throws SlipwayError `tokens-none-made` where no dataset has a document of the split */
export async function tokeniseDatasets(
  context: RunContext<TokensSpec>,
  tokenizer: FoundTokenizer,
): Promise<TokenisedInput[]> {
  const { inputs, store, spec, scratchDirectory, machine, signal } = context;
  const datasets = await Promise.all(
    (inputs.datasets ?? []).map(async (dataset) => {
      const path = await store.locateFile(dataset.digest, 'documents.jsonl');
      return { dataset, path, numBytes: (await stat(path)).size };
    }),
  );
  const total = datasets.reduce((sum, { numBytes }) => sum + numBytes, 0);
  const meter = openProgressMeter(context.reportProgress, { total, unit: 'bytes', activity: 'tokens' });
  const made: TokenisedInput[] = [];
  for (const [place, { dataset, path }] of datasets.entries()) {
    const tokens = await writeDatasetTokens({
      path,
      folder: join(scratchDirectory, 'tokens', String(place)),
      key: digestBytes([dataset.digest, tokenizer.digest, tokenizer.endOfText.id, spec.split].join('\n')),
      choice: { split: spec.split },
      tokenizerPath: tokenizer.path,
      endOfText: tokenizer.endOfText.id,
      shards: {
        vocabularySize: tokenizer.vocabularySize,
        tokenizerDigest: tokenizer.digest,
        shardTokens: scratchShardTokens,
      },
      numThreads: machine.threads,
      onProgress: ({ numBytes }) => meter.add(numBytes),
      signal,
    });
    // Datasets may bear one name, and one may be given twice.
    made.push({ ...tokens, dataset, name: `${dataset.manifest.name} ${place + 1}` });
  }
  if (made.every(({ manifest }) => manifest.numDocuments === 0)) throw nothingMade(spec.split);
  return made;
}

function nothingMade(split: TokensSpec['split']): SlipwayError {
  return new SlipwayError({
    code: 'tokens-none-made',
    message: `no dataset has a document of the split "${split}"`,
    hint: 'Give datasets that have some, or another split: train, heldout or all.',
  });
}
