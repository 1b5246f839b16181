// How fast documents of token shards are mixed, packed and written: read where they lie, and brought into order on disk first.
// Invariant: documents have the lengths of web text, about a thousand tokens, from a few to many thousand.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBestFitPacker,
  openTokenShards,
  openTokenShardWriter,
  openTokenWriter,
  writeMixture,
} from '../../packages/text/dist/index.js';

const vocabularySize = 150_000;
const tokenizerDigest = `sha256:${'0'.repeat(64)}`;
const packing = { sequenceTokens: 2048, padding: 0 };

async function makeShards(folder, numTokens) {
  const writer = await openTokenShardWriter(folder, {
    vocabularySize,
    tokenizerDigest,
    shardTokens: 1 << 24,
  });
  for (let document = 0; writer.numTokensDone < numTokens; document += 1) {
    const spread = ((document * 7919) % 1000) / 1000;
    const ids = new Uint32Array(Math.round(30 + 1000 * -Math.log(1 - spread)));
    for (let at = 0; at < ids.length; at += 1) ids[at] = (document * 31 + at * 17) % vocabularySize;
    await writer.append(ids, [ids.length]);
  }
  await writer.finish();
}

async function mix(folder, memoryBytes) {
  const reader = openTokenShards(join(folder, 'shards'));
  const { numTokens } = reader.manifest;
  const out = join(folder, String(memoryBytes));
  const options = { format: 'shards', vocabularySize, tokenizerDigest, tokenizerName: 'none', packing };
  const sink = await openTokenWriter(join(out, 'files'), { ...options, shardTokens: 2048 * 20_000 });
  const before = process.cpuUsage();
  await writeMixture({
    datasets: [{ name: 'one', reader, numDraws: reader.numDocuments }],
    seed: '1',
    packer: createBestFitPacker(packing),
    sink,
    room: { folder: out, memoryBytes, numTokens, tokenBytes: 4 },
  });
  await sink.finish();
  reader.close();
  const { user, system } = process.cpuUsage(before);
  return numTokens / ((user + system) / 1e6);
}

/** @returns tokens a CPU second, where all fits into memory and where a tenth does */
export async function measureMixing({ numTokens }) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-mixing-'));
  try {
    await makeShards(join(folder, 'shards'), numTokens);
    return { inPlace: await mix(folder, numTokens * 8), onDisk: await mix(folder, numTokens * 0.4) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
