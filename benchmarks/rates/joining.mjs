// How fast what ranges found is gathered by part, and joined to clusters: the one phase of a plan that is a single task.
// Invariant: a document alike another in all bands is found in every range that one of its bands falls to, 25 of 64 on average.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMergedUnits } from '../../packages/text/dist/external-sort/merge-units.js';
import { openWordFile } from '../../packages/text/dist/external-sort/word-file.js';
import { loadKernels } from '../../packages/text/dist/kernels/load-kernels.js';
import { joinClusters } from '../../packages/text/dist/minhash/join-clusters.js';

const rangesOfRepeat = 25;
const edgeWords = 4;
const firstPart = 1000;
const repeatsOfPart = 2000;
const blockEdges = 1 << 14;

/** The edges of repeats to documents of the first parts, in order of the repeats. */
function* makeEdges(numRepeats) {
  for (let from = 0; from < numRepeats; from += blockEdges) {
    const count = Math.min(blockEdges, numRepeats - from);
    const block = new Uint32Array(count * edgeWords);
    for (let at = 0; at < count; at += 1) {
      const repeat = from + at;
      const original = (repeat * 7919) % (numRepeats >> 1);
      block[at * 4] = firstPart + Math.floor(repeat / repeatsOfPart);
      block[at * 4 + 1] = repeat % repeatsOfPart;
      block[at * 4 + 2] = Math.floor(original / repeatsOfPart);
      block[at * 4 + 3] = original % repeatsOfPart;
    }
    yield block;
  }
}

async function gather(numRepeats, folder) {
  const paths = Array.from({ length: rangesOfRepeat }, (_, range) => join(folder, `${range}.words`));
  for (const path of paths) {
    const file = await openWordFile(path);
    for (const block of makeEdges(numRepeats)) await file.add(block);
    await file.commit();
  }
  const kernels = await loadKernels();
  const before = process.cpuUsage();
  const merged = await openMergedUnits(kernels, { paths, numWords: edgeWords, first: 0 });
  let numPairs = 0;
  for (let part = 0; part <= numRepeats / repeatsOfPart; part += 1)
    numPairs += (await merged.take(firstPart + part)).length / edgeWords;
  await merged.close();
  if (numPairs !== numRepeats * rangesOfRepeat) throw new Error('pairs were lost');
  return numPairs / secondsSince(before);
}

async function joinAll(numRepeats, folder) {
  const before = process.cpuUsage();
  let numFound = 0;
  const edges = () => makeEdges(numRepeats);
  for await (const { duplicates } of joinClusters({ edges, folder, memoryBytes: 1 << 28 }))
    numFound += duplicates.length / 3;
  if (numFound !== numRepeats) throw new Error(`${numFound} of ${numRepeats} repeats were found`);
  return numRepeats / secondsSince(before);
}

const secondsSince = (before) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** @returns pairs gathered, and repeats joined, a CPU second */
export async function measureJoining({ numRepeats }) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-joining-'));
  try {
    return {
      gathered: await gather(Math.ceil(numRepeats / 4), folder),
      joined: await joinAll(numRepeats, join(folder, 'join')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
