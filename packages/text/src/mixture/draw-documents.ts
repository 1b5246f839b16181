/**
 * How many documents of a dataset give so many tokens: whole epochs, and of the last one as many documents in their shuffled order as come
 * nearest to what is left.
 * Invariant: what is drawn differs from what was asked for by half a document at the most; depends on the arguments alone.
 */
import { interleaveDatasets } from './interleave-datasets.ts';

export interface CountedDataset {
  name: string;
  numDocuments: number;
  /** Of all documents. */
  numTokens: number;
  tokensOf(document: number): number;
}

export interface CountedDraws {
  /** Documents that are read, repetitions counted. */
  numDraws: number;
  numTokens: number;
}

/**
 * @param numTokens that are asked for
 * @param order the order of an epoch, as `interleaveDatasets` has it for a seed
 */
export function countDraws(
  dataset: CountedDataset,
  numTokens: number,
  order: (epoch: number) => Iterable<number>,
): CountedDraws {
  if (dataset.numTokens === 0) return { numDraws: 0, numTokens: 0 };
  const epochs = Math.floor(numTokens / dataset.numTokens);
  const whole = epochs * dataset.numTokens;
  let numDraws = epochs * dataset.numDocuments;
  let left = numTokens - whole;
  if (left > 0)
    for (const document of order(epochs)) {
      const size = dataset.tokensOf(document);
      if (size > left * 2) break;
      left -= size;
      numDraws += 1;
      if (left <= 0) break;
    }
  return { numDraws, numTokens: numTokens - left };
}

/** The shuffled order of each epoch of a dataset under a seed: the one in which `interleaveDatasets` draws it. */
export function shuffledOrder(
  { name, numDocuments }: Pick<CountedDataset, 'name' | 'numDocuments'>,
  seed: string,
): (epoch: number) => Generator<number> {
  return function* (epoch) {
    const numDraws = (epoch + 1) * numDocuments;
    const { from } = interleaveDatasets([{ name, numItems: numDocuments, numDraws }], seed);
    for (const { item } of from(epoch * numDocuments)) yield item;
  };
}
