// Our signatures and clusters of documents in the classic modes, with the time that signing took.
// Invariant: a document is copied into kernel memory before the clock runs; times are this process's CPU, in seconds.
// The kernels are taken from the package's build by path, since a benchmark may look behind the door.

import { createHash } from 'node:crypto';
import { loadKernels } from '../../packages/text/dist/kernels/load-kernels.js';
import { clusterDuplicates } from '../../packages/text/dist/minhash/cluster-duplicates.js';
import { createSigner } from '../../packages/text/dist/minhash/create-signer.js';
import { minhashSchemes } from '../../packages/text/dist/minhash/minhash-scheme.js';

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Signs all texts: digests, empty where a text is not signed, the signatures one behind the other, and the seconds it took. */
async function signTexts(texts, name) {
  const kernels = await loadKernels();
  const signer = createSigner(kernels, minhashSchemes[name]);
  const size = signer.signatureBytes;
  const documents = texts.map((text) => {
    const bytes = new TextEncoder().encode(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    return { pointer, length: bytes.length };
  });
  const out = kernels.reserve(texts.length * size);
  const start = process.cpuUsage();
  const counts = documents.map(({ pointer, length }, place) =>
    signer.sign(pointer, length, out + place * size),
  );
  const { user, system } = process.cpuUsage(start);
  const signatures = kernels.bytes().slice(out, out + texts.length * size);
  const digests = counts.map((count, place) =>
    count === 0 ? '' : digest(signatures.subarray(place * size, (place + 1) * size)),
  );
  const numBytes = documents.reduce((sum, { length }) => sum + length, 0);
  return { digests, signatures, seconds: (user + system) / 1e6, numBytes };
}

/** Digests and the first document of each one's cluster. */
export async function answerTexts(texts, { name, folder }) {
  await signTexts(texts.slice(0, 500), name);
  const { signatures, ...signed } = await signTexts(texts, name);
  const firsts = texts.map((_, place) => place);
  const clusters = clusterDuplicates({
    inputs: [{ unit: 0, numDocuments: texts.length, signatures }],
    scheme: minhashSchemes[name],
    folder,
    memoryBytes: 1 << 26,
    threshold: null,
  });
  for await (const { duplicates } of clusters)
    for (let at = 0; at < duplicates.length; at += 3) firsts[duplicates[at]] = duplicates[at + 2];
  return { ...signed, firsts };
}
