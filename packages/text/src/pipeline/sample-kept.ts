/**
 * Samples of what a scan kept: documents of the dataset, and those that repeat others. Drawn from the columns once duplicates are known.
 * Invariant: a text is read only of what is held in the end, one part at a time.
 */
import type { DataSample } from '@slipway/contracts';
import { printOrder, readExcerpt } from './part-sampler.ts';
import { createSamplePool, type SampleKey } from './sample-pool.ts';
import { type ScannedPart, withScannedPart } from './scanned-part.ts';

/** A document where it lies. */
interface SampleReference extends SampleKey {
  path: string;
  /** Among all documents of the part, and among those that the scan kept. */
  place: number;
  kept: number;
}

export interface KeptSampler {
  /** @param hash the first half of that of its text */
  offer(document: Omit<SampleReference, 'order'>, hash: bigint): void;
  /** Reads what is held. */
  read(): Promise<DataSample[]>;
}

export function createKeptSampler(): KeptSampler {
  const pool = createSamplePool<SampleReference>();
  return {
    offer(document, hash) {
      const reference = { ...document, order: printOrder(hash) };
      pool.offer(reference, () => reference);
    },
    async read() {
      const held = pool.list();
      const read = new Map<SampleReference, DataSample>();
      for (const path of new Set(held.map((one) => one.path))) {
        const here = held.filter((one) => one.path === path);
        await withScannedPart(path, async (part) => {
          for (const [reference, sample] of await readSamples(part, here)) read.set(reference, sample);
        });
      }
      return held.flatMap((reference) => read.get(reference) ?? []);
    },
  };
}

async function readSamples(
  part: ScannedPart,
  references: readonly SampleReference[],
): Promise<[SampleReference, DataSample][]> {
  const [names, text, ends] = [await part.names(), await part.text(), await part.numbers('textEnds')];
  return references.map((reference) => {
    const { place, kept, path: _, ...key } = reference;
    const own = text.subarray(ends[kept - 1] ?? 0, ends[kept]);
    const told = { name: names[place] ?? '', detail: '', numBytes: own.length, text: readExcerpt(own) };
    return [reference, { ...key, ...told }];
  });
}
