// A process for the test of kills: turns a dataset into tokens and writes their mixture, as its one argument says.
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
const numTokens = reader.manifest.numTokens * 2;
// A fifth of it fits into memory.
const room = { folder: `${output}-room`, memoryBytes: (numTokens * 2) / 5, numTokens, tokenBytes: 2, checkpointTokens: 20_000 };
await writeMixture({ datasets, seed: '1', packer: createBestFitPacker({ ...packing, windowDocuments: 32 }), sink, room });
await sink.finish();
process.stdout.write(`${join(output, 'manifest.json')}\n`);
