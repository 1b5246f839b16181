import { expect, test } from 'vitest';
import { createBestFitPacker } from '../packing/pack-best-fit.ts';
import type { ResumableSink } from '../shards/token-sink.ts';
import { countDraws, shuffledOrder } from './draw-documents.ts';
import type { MixedDataset } from './mixed-dataset.ts';
import { writeMixture } from './write-mixture.ts';

/** A dataset whose document d has (d % 5) + 1 ids, each `base + d`. */
function makeDataset(name: string, numDocuments: number, base: number) {
  const tokensOf = (document: number) => (document % 5) + 1;
  const numTokens = Array.from({ length: numDocuments }, (_, at) => tokensOf(at)).reduce((a, b) => a + b, 0);
  const reader = {
    numDocuments,
    readDocument: (at: number) => new Uint32Array(tokensOf(at)).fill(base + at),
    close: () => undefined,
  };
  return { name, numDocuments, numTokens, tokensOf, reader };
}

function collect() {
  const documents: number[][] = [];
  const sink: ResumableSink<void> = {
    numTokensDone: 0,
    numDocumentsDone: 0,
    async append(ids, ends) {
      for (let at = 0; at < ends.length; at += 1)
        documents.push(Array.from(ids.subarray(ends[at - 1] ?? 0, ends[at])));
    },
    finish: async () => undefined,
    discard: async () => undefined,
  };
  return { documents, sink };
}

test('draws come within half a document of what is asked for, in the order in which they are written', async () => {
  const dataset = makeDataset('one', 97, 0);
  for (const wanted of [1, 50, dataset.numTokens, dataset.numTokens + 33, dataset.numTokens * 3 + 100]) {
    const { numDraws, numTokens } = countDraws(dataset, wanted, shuffledOrder(dataset, 'seed'));
    expect(Math.abs(numTokens - wanted)).toBeLessThanOrEqual(2.5);
    const { documents, sink } = collect();
    const mixed: MixedDataset = { ...dataset, numDraws };
    await writeMixture({ datasets: [mixed], seed: 'seed', sink });
    expect(documents).toHaveLength(numDraws);
    expect(documents.flat()).toHaveLength(numTokens);
  }
});

test('without a seed datasets follow one another, epoch after epoch', async () => {
  const { documents, sink } = collect();
  const datasets = [
    { ...makeDataset('one', 3, 0), numDraws: 4 },
    { ...makeDataset('two', 2, 10), numDraws: 1 },
  ];
  await writeMixture({ datasets, sink });
  expect(documents).toEqual([[0], [1, 1], [2, 2, 2], [0], [10]]);
});

test('packed, every id that is drawn is written once, beside padding alone', async () => {
  const { documents, sink } = collect();
  const datasets = [
    { ...makeDataset('one', 40, 1), numDraws: 80 },
    { ...makeDataset('two', 20, 101), numDraws: 10 },
  ];
  const packer = createBestFitPacker({ sequenceTokens: 16, padding: 0 });
  await writeMixture({ datasets, seed: 'seed', packer, sink });
  const ids = documents.flat();
  expect(ids.length % 16).toBe(0);
  const read = ids.filter((id) => id > 0);
  expect(read).toHaveLength(packer.report().numTokens);
  for (let document = 0; document < 40; document += 1)
    expect(read.filter((id) => id === document + 1)).toHaveLength(2 * ((document % 5) + 1));
});
