/**
 * What of a spec and its inputs can make no tokens, whatever is in them.
 * Invariant: asked of the plan, so that nothing runs; depends on the spec and on how many inputs there are alone.
 */
import { SlipwayError } from '@slipway/contracts';
import type { TokensSpec } from './spec.ts';

export interface NumGiven {
  datasets: number;
  tokenizers: number;
  models: number;
}

/**
 * @throws SlipwayError `spec-invalid` without just one tokenizer, or where the mixture has not a weight for each dataset; `tokens-none-made`
 * where there is no dataset, or none that may be read
 */
export function requireInputs({ mixture }: Pick<TokensSpec, 'mixture'>, given: NumGiven): void {
  if (given.tokenizers + given.models !== 1) throw notOne(given.tokenizers + given.models > 1);
  if (given.datasets === 0) throw noDataset();
  if (!mixture) return;
  if (mixture.length !== given.datasets) throw otherLength(mixture.length, given.datasets);
  if (mixture.every(({ weight, maxEpochs }) => weight === 0 || maxEpochs === 0)) throw noneMayBeRead();
}

function notOne(isTwo: boolean): SlipwayError {
  return new SlipwayError({
    code: 'spec-invalid',
    message: isTwo ? 'a tokenizer and a model are given' : 'no tokenizer is given',
    hint: 'Give the input "tokenizer", or "model" for the one inside it.',
  });
}

function noDataset(): SlipwayError {
  return new SlipwayError({
    code: 'tokens-none-made',
    message: 'no dataset is given',
    hint: 'Give the input "datasets".',
  });
}

function otherLength(given: number, wanted: number): SlipwayError {
  return new SlipwayError({
    code: 'spec-invalid',
    message: `the mixture has ${given} weights for ${wanted} datasets`,
    hint: 'Give a weight for each dataset, in the order of the input.',
  });
}

function noneMayBeRead(): SlipwayError {
  return new SlipwayError({
    code: 'tokens-none-made',
    message: 'no document is read: each dataset has weight 0 or may be read 0 times',
    hint: 'Raise maxEpochs of a dataset with a weight.',
  });
}
