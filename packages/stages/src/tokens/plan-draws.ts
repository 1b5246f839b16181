/**
 * How many documents of each dataset are read, by the weights of the mixture and the caps on epochs.
 * Invariant: without a mixture every document is read once; depends on the tokens, the spec and the seed alone.
 * Refuses: to read nothing.
 */
import { invariant, SlipwayError } from '@slipway/contracts';
import { countDraws, type MixturePlan, planMixture, shuffledOrder, type TokenShards } from '@slipway/text';
import type { TokensSpec } from './spec.ts';
import type { TokenisedInput } from './tokenise-datasets.ts';

export interface PlannedDraws {
  weight: number;
  maxEpochs: number;
  numDraws: number;
  numTokens: number;
}

export interface DrawnMixture {
  datasets: PlannedDraws[];
  explanation: MixturePlan['explanation'];
}

/** @throws SlipwayError `tokens-none-made` where no document is to be read */
export function planDraws(
  inputs: readonly TokenisedInput[],
  shards: readonly TokenShards[],
  { mixture, numTokens, shuffle, seed }: TokensSpec,
): DrawnMixture {
  invariant(!mixture || mixture.length === inputs.length, 'a plan of tokens has a weight for each dataset');
  const sizes = inputs.map(({ manifest }) => manifest.numTokens);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const asked = inputs.map(({ name }, place) => {
    const { weight, maxEpochs } = mixture?.[place] ?? { weight: sizes[place] ?? 0, maxEpochs: 4 };
    return { name, numTokens: sizes[place] ?? 0, weight, maxEpochs };
  });
  const plan = planMixture(asked, numTokens === 'auto' ? total : numTokens);
  const datasets = plan.datasets.map((planned, place): PlannedDraws => {
    const { name, numTokens: size, weight, maxEpochs } = asked[place] as (typeof asked)[number];
    const reader = shards[place] as TokenShards;
    const { numDocuments } = reader;
    const drawn = countDraws(
      {
        name,
        numDocuments,
        numTokens: size,
        tokensOf(document) {
          const { start, end } = reader.documentSpan(document);
          return end - start;
        },
      },
      planned.numTokens,
      shuffle ? shuffledOrder({ name, numDocuments }, String(seed)) : () => Array(numDocuments).keys(),
    );
    return { weight, maxEpochs, ...drawn };
  });
  if (datasets.every(({ numDraws }) => numDraws === 0)) throw nothingRead();
  return { datasets, explanation: plan.explanation };
}

function nothingRead(): SlipwayError {
  return new SlipwayError({
    code: 'tokens-none-made',
    message: 'no document is read: the tokens asked for leave none',
    hint: 'Raise maxEpochs or numTokens, which is nearer to no document than to one.',
  });
}
