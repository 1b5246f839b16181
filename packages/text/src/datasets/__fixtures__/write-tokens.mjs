// A process for the test of kills: turns a dataset into tokens and writes their mixture, as its one argument says.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  createBestFitPacker,
  openTokenShards,
  openTokenWriter,
  writeDatasetTokens,
  writeMixture,
} from '../../../dist/index.js';

const { output, ...options } = JSON.parse(process.argv[2] ?? '{}');
const { folder } = await writeDatasetTokens(options);
const reader = openTokenShards(folder);
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const packing = { sequenceTokens: 512, padding: options.endOfText };
const { vocabularySize, tokenizerDigest } = options.shards;
const sink = await openTokenWriter(output, {
  format: 'shards',
  vocabularySize,
  tokenizerDigest,
  tokenizerName: 'tokenizer',
  shardTokens: 512 * 64,
  packing,
});
const datasets = [{ name: 'one', reader, numDraws: reader.numDocuments * 2 }];
await writeMixture({ datasets, seed: '1', packer: createBestFitPacker(packing), sink });
await sink.finish();
process.stdout.write(`${join(output, 'manifest.json')}\n`);
