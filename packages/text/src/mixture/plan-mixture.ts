/**
 * How many tokens of each dataset a training run reads: by weight, within a budget, none more often than its cap of epochs.
 * Where a cap binds, what the dataset cannot give goes to the others by their weights, again until no further cap binds.
 * Invariant: depends on the arguments alone; no dataset is read beyond its cap, and the sum is the budget unless all are used up.
 * Refuses: weights that are no weights, two datasets of one name.
 */
import { SlipwayError, type Wording } from '@slipway/contracts';

export interface MixtureDataset {
  name: string;
  numTokens: number;
  /** Share of the mixture in proportion to the sum of all weights. */
  weight: number;
  /**
   * How often a token may be read at most; 4 unless said otherwise, up to which repeated data are worth nearly as much as new ones
   * (Muennighoff et al., "Scaling Data-Constrained Language Models", 2023, https://arxiv.org/abs/2305.16264).
   */
  maxEpochs?: number;
}

export interface PlannedDataset {
  name: string;
  /** Tokens that are read, repetitions counted. */
  numTokens: number;
  epochs: number;
  /** Of all tokens that are read, 0 to 1. */
  share: number;
  isCapped: boolean;
}

export interface MixturePlan {
  numTokens: number;
  datasets: PlannedDataset[];
  /** Plain sentences: where a cap binds and what follows from it. Empty where the mixture is what was asked for. */
  explanation: Wording[];
}

const defaultMaxEpochs = 4;

interface Asked extends Required<MixtureDataset> {
  most: number;
}

/**
 * Plans a mixture of `tokenBudget` tokens, in the order of the datasets.
 * @throws SlipwayError `argument-invalid` where weights, sizes or the budget are not sound
 */
export function planMixture(datasets: readonly MixtureDataset[], tokenBudget: number): MixturePlan {
  const asked = datasets.map((dataset): Asked => {
    const maxEpochs = dataset.maxEpochs ?? defaultMaxEpochs;
    return {
      ...dataset,
      maxEpochs,
      most: dataset.weight > 0 ? Math.floor(dataset.numTokens * maxEpochs) : 0,
    };
  });
  refuseUnsound(asked, tokenBudget);
  const tokens = share(asked, tokenBudget);
  const numTokens = tokens.reduce((sum, count) => sum + count, 0);
  const planned = asked.map(({ name, numTokens: size, most, weight }, place): PlannedDataset => {
    const count = tokens[place] ?? 0;
    return {
      name,
      numTokens: count,
      epochs: size === 0 ? 0 : count / size,
      share: numTokens === 0 ? 0 : count / numTokens,
      isCapped: weight > 0 && count === most,
    };
  });
  return { numTokens, datasets: planned, explanation: explain(asked, planned, tokenBudget) };
}

/** Whole tokens of each dataset: caps first, then by weight, what is left of fractions to the largest of them. */
function share(asked: readonly Asked[], tokenBudget: number): number[] {
  const capped = new Set<Asked>();
  for (;;) {
    const open = asked.filter((one) => !capped.has(one));
    const left = tokenBudget - sumOf([...capped].map(({ most }) => most));
    const weights = sumOf(open.map(({ weight }) => weight));
    const wanted = (one: Asked) => (weights === 0 ? 0 : (left * one.weight) / weights);
    const binding = open.filter((one) => wanted(one) >= one.most);
    if (binding.length === 0) {
      const tokens = asked.map((one) => (capped.has(one) ? one.most : Math.floor(wanted(one))));
      const fraction = (one: Asked) => wanted(one) % 1;
      const byFraction = [...open].sort((a, b) => fraction(b) - fraction(a));
      const numLeft = open.length === 0 ? 0 : tokenBudget - sumOf(tokens);
      for (const one of byFraction.slice(0, numLeft))
        tokens[asked.indexOf(one)] = Math.floor(wanted(one)) + 1;
      return tokens;
    }
    for (const one of binding) capped.add(one);
  }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

function explain(
  asked: readonly Asked[],
  planned: readonly PlannedDataset[],
  tokenBudget: number,
): Wording[] {
  const weights = sumOf(asked.map(({ weight }) => weight));
  const lines: Wording[] = [];
  for (const [place, { name, weight, maxEpochs, numTokens }] of asked.entries()) {
    const { isCapped, share: given } = planned[place] as PlannedDataset;
    const wanted = weight / weights;
    if (!isCapped || wanted * tokenBudget <= numTokens * maxEpochs) continue;
    const epochs = numTokens === 0 ? undefined : ((wanted * tokenBudget) / numTokens).toFixed(2);
    const shares = [percent(given), percent(wanted)];
    lines.push({
      en: `${name} is read ${maxEpochs} times, its cap; its weight asks for ${epochs ?? 'more than there is'}. It gives ${shares[0]}, not ${shares[1]}.`,
      zh: `${name} 读 ${maxEpochs} 遍，已到上限；按权重需要${epochs === undefined ? '的比它有的多' : ` ${epochs} 遍`}。它占 ${shares[0]}，而不是 ${shares[1]}。`,
    });
  }
  const missing = tokenBudget - sumOf(planned.map(({ numTokens }) => numTokens));
  if (missing > 0)
    lines.push({
      en: `All datasets are read up to their caps; the mixture is ${missing} tokens short of ${tokenBudget}.`,
      zh: `所有数据集都已读到上限；距所要的 ${tokenBudget} 个词元还差 ${missing} 个。`,
    });
  else if (lines.length > 0)
    lines.push({
      en: 'The others give what is missing, in proportion to their weights.',
      zh: '不足的部分由其他数据集按权重补上。',
    });
  return lines;
}

const percent = (part: number) => `${(part * 100).toFixed(2)} %`;

function refuseUnsound(asked: readonly Asked[], tokenBudget: number): void {
  const isAmount = (value: number) => Number.isFinite(value) && value >= 0;
  const isSound =
    asked.every(
      ({ weight, maxEpochs, numTokens }) =>
        isAmount(weight) && isAmount(maxEpochs) && Number.isSafeInteger(numTokens) && isAmount(numTokens),
    ) &&
    asked.some(({ weight }) => weight > 0) &&
    Number.isSafeInteger(tokenBudget) &&
    tokenBudget >= 0 &&
    new Set(asked.map(({ name }) => name)).size === asked.length;
  if (isSound) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: 'the mixture cannot be planned from these datasets',
    hint: 'Give each dataset a name of its own, whole tokens, a weight of 0 or more and a cap of epochs; one weight above 0.',
  });
}
