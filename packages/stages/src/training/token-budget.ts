/**
 * The rule that says how many tokens a tuning run sees.
 * Invariant: depends on data and model size alone, so that the same recipe trains the same amount on every machine.
 */
import type { Wording } from '@slipway/contracts';
import type { TrainingSpec } from './spec.ts';

/** Passes over the pairs after which small sets mostly repeat themselves. */
const maxEpochs = 3;
/** Parameters times tokens: what a two-core machine works off in a few minutes. */
const defaultWork = 6.5e12;
const minTokens = 4096;
/** Characters a token holds, as a planning figure: 4 in Latin script, 1.6 in Han. */
const charactersPerToken = { latin: 4, han: 1.6 };

export interface PairsSize {
  numTrainCharacters: number;
  /** Share of the pairs that are Chinese, Japanese or Korean, 0 to 1. */
  hanShare: number;
}

export interface TokenBudget {
  numTokens: number;
  /** The rule with its numbers, for people. */
  rule: Wording;
}

/** @param numParameters of the base model */
export function decideTokenBudget(spec: TrainingSpec, pairs: PairsSize, numParameters: number): TokenBudget {
  if (spec.numTokens !== 'auto') {
    const rule = {
      en: `${spec.numTokens} tokens, as the spec says`,
      zh: `${spec.numTokens} 个词元，由规格指定`,
    };
    return { numTokens: spec.numTokens, rule };
  }
  const perToken = charactersPerToken.latin * (1 - pairs.hanShare) + charactersPerToken.han * pairs.hanShare;
  const numInPairs = Math.round(pairs.numTrainCharacters / perToken);
  const affordable = Math.round(defaultWork / numParameters / 1000) * 1000;
  const numTokens = Math.max(minTokens, Math.min(maxEpochs * numInPairs, affordable));
  const share = `${defaultWork.toExponential(1)} / ${(numParameters / 1e6).toFixed(0)} M`;
  const rule = {
    en:
      `the least of ${maxEpochs} passes over about ${numInPairs} tokens and ${share} parameters = ${affordable}, ` +
      `and no fewer than ${minTokens}: ${numTokens} tokens`,
    zh:
      `约 ${numInPairs} 个词元学 ${maxEpochs} 遍，与 ${share} 参数 = ${affordable}，` +
      `两者取小，且不少于 ${minTokens}：共 ${numTokens} 个词元`,
  };
  return { numTokens, rule };
}
