// Our clusters of planted near duplicates, and the rate at which we sign.
// Invariant: a document is copied into kernel memory before the clock runs; times are this process's CPU, in seconds.
// The kernels are taken from the package's build by path, since a benchmark may look behind the door.

import { loadKernels } from '../../packages/text/dist/kernels/load-kernels.js';
import { clusterDuplicates } from '../../packages/text/dist/minhash/cluster-duplicates.js';
import { createSigner } from '../../packages/text/dist/minhash/create-signer.js';
import { minhashSchemes } from '../../packages/text/dist/minhash/minhash-scheme.js';

const scheme = minhashSchemes.standard;

async function load(texts) {
  const kernels = await loadKernels();
  const signer = createSigner(kernels, scheme);
  const documents = texts.map((text) => {
    const bytes = new TextEncoder().encode(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    return { pointer, length: bytes.length };
  });
  const out = kernels.reserve(texts.length * signer.signatureBytes);
  const signAll = () => {
    for (const [place, { pointer, length }] of documents.entries())
      signer.sign(pointer, length, out + place * signer.signatureBytes);
  };
  const read = () => kernels.bytes().slice(out, out + texts.length * signer.signatureBytes);
  const numBytes = documents.reduce((sum, { length }) => sum + length, 0);
  return { signAll, read, numBytes };
}

/** The first document of each one's cluster. */
export async function clusterTexts(texts, { folder, threshold }) {
  const { signAll, read } = await load(texts);
  signAll();
  const inputs = [{ unit: 0, numDocuments: texts.length, signatures: read() }];
  const firsts = texts.map((_, place) => place);
  const clusters = clusterDuplicates({ inputs, scheme, folder, memoryBytes: 1 << 26, threshold });
  for await (const { duplicates } of clusters)
    for (let at = 0; at < duplicates.length; at += 3) firsts[duplicates[at]] = duplicates[at + 2];
  return firsts;
}

/** Megabytes a second of CPU, the median of five after one that warms up. */
export async function timeTexts(texts) {
  const { signAll, numBytes } = await load(texts);
  signAll();
  const rates = [1, 2, 3, 4, 5].map(() => {
    const start = process.cpuUsage();
    signAll();
    const { user, system } = process.cpuUsage(start);
    return numBytes / (user + system);
  });
  return rates.toSorted((a, b) => a - b)[2];
}
