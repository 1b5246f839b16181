import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { clusterDuplicates } from './cluster-duplicates.ts';
import { createSigner } from './create-signer.ts';
import { minhashSchemes } from './minhash-scheme.ts';

interface Case {
  text: string;
  fineweb: string;
  finewebFirst: number;
  nemo: string;
  nemoFirst: number;
}

const fixture = new URL('./__fixtures__/classic-signatures.jsonl', import.meta.url);
const [, ...lines] = readFileSync(fixture, 'utf8').trim().split('\n');
const cases = lines.map((line) => JSON.parse(line) as Case);

let kernels: Kernels;
let folder: string;
beforeAll(async () => {
  kernels = await loadKernels();
  folder = await mkdtemp(join(tmpdir(), 'slipway-classic-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['fineweb', 'nemo'] as const)('%s', (name) => {
  function signAll(): { signatures: Uint8Array; digests: string[] } {
    const signer = createSigner(kernels, minhashSchemes[name]);
    const size = signer.signatureBytes;
    const signatures = new Uint8Array(cases.length * size);
    const digests = cases.map(({ text }, place) => {
      const mark = kernels.mark();
      const bytes = new TextEncoder().encode(text);
      const pointer = kernels.reserve(bytes.length);
      kernels.bytes().set(bytes, pointer);
      const out = kernels.reserve(size);
      const numShingles = signer.sign(pointer, bytes.length, out);
      const signature = kernels.bytes().slice(out, out + size);
      kernels.release(mark);
      signatures.set(signature, place * size);
      return numShingles === 0 ? '' : createHash('sha256').update(signature).digest('hex');
    });
    return { signatures, digests };
  }

  test('signs and clusters as the original does', async () => {
    const { signatures, digests } = signAll();
    const different = cases.filter((one, place) => one[name] !== digests[place]);
    expect(different.map(({ text }) => text)).toEqual([]);
    const firsts = cases.map((_, place) => place);
    const inputs = [{ unit: 0, numDocuments: cases.length, signatures }];
    const scheme = minhashSchemes[name];
    for await (const { duplicates } of clusterDuplicates({
      inputs,
      scheme,
      folder,
      memoryBytes: 1 << 22,
      threshold: null,
    }))
      for (let at = 0; at < duplicates.length; at += 3) firsts[duplicates[at] ?? 0] = duplicates[at + 2] ?? 0;
    expect(firsts).toEqual(cases.map((one) => one[`${name}First`]));
    expect(new Set(firsts).size).toBeLessThan(cases.length - 20);
  });
});
