/**
 * Joins the cards of stretches of the input to the card of all.
 * Invariant: what comes out is what one summary of everything says; the order of the cards does not matter but for equal samples.
 */
import type { Amount, DataCard, DataFunnelStep, DataShare, ThresholdHistogram } from '@slipway/contracts';
import { joinEstimates } from './estimate-tokens.ts';
import { drawSamples, findWarnings, sortShares } from './summarise-parts.ts';
import { createWordSums } from './word-sums.ts';

/** @param numFiles of the whole input */
export function mergeCards(cards: readonly DataCard[], numFiles: number): DataCard {
  const input = cards.reduce((sum, card) => addAmounts(sum, card.input), nothing);
  const funnel = mergeFunnels(cards.map((card) => card.funnel));
  const numDuplicates = sumDropped(funnel.find(({ name }) => name === 'duplicates'));
  return {
    format: 'slipway-data-card/1',
    input: { ...input, numFiles },
    funnel,
    languages: mergeShares(cards.map(({ languages }) => languages)),
    sources: mergeShares(cards.map(({ sources }) => sources)),
    lengths: {
      kept: addHistograms(cards.map(({ lengths }) => lengths.kept)),
      dropped: addHistograms(cards.map(({ lengths }) => lengths.dropped)),
    },
    personalData: mergeCounts(cards.map(({ personalData }) => personalData)),
    contamination: mergeCounts(cards.map(({ contamination }) => contamination)),
    thresholds: mergeThresholds(cards.flatMap(({ thresholds }) => thresholds)),
    estimatedTokens: joinEstimates(cards.flatMap(({ estimatedTokens }) => estimatedTokens ?? [])),
    samples: drawSamples(cards.flatMap(({ samples }) => samples)),
    warnings: findWarnings({ input, kept: funnel.at(-1)?.kept ?? nothing, numDuplicates }),
  };
}

const nothing: Amount = { numDocuments: 0, numBytes: 0 };

const addAmounts = (one: Amount, other: Amount): Amount => ({
  numDocuments: one.numDocuments + other.numDocuments,
  numBytes: one.numBytes + other.numBytes,
});

const sumDropped = (step: DataFunnelStep | undefined) =>
  Object.values(step?.dropped ?? {}).reduce((sum, { numDocuments }) => sum + numDocuments, 0);

/** Steps are the same in all, in one order; reasons are in the order of their names. */
function mergeFunnels(funnels: readonly (readonly DataFunnelStep[])[]): DataFunnelStep[] {
  return (funnels[0] ?? []).map(({ name }, place) => {
    const steps = funnels.flatMap((funnel) => funnel[place] ?? []);
    const dropped = new Map<string, Amount>();
    for (const [reason, amount] of steps.flatMap((step) => Object.entries(step.dropped)))
      dropped.set(reason, addAmounts(dropped.get(reason) ?? nothing, amount));
    const kept = steps.reduce((sum, step) => addAmounts(sum, step.kept), nothing);
    // As keys with the step's name before them are sorted.
    const sorted = [...dropped].sort(([a], [b]) => (a < b ? -1 : 1));
    return { name, kept, dropped: Object.fromEntries(sorted) };
  });
}

function mergeShares(tables: readonly Readonly<Record<string, DataShare>>[]): Record<string, DataShare> {
  const sums = new Map<string, DataShare>();
  for (const [name, { input, kept }] of tables.flatMap((table) => Object.entries(table))) {
    const sum = sums.get(name) ?? { input: nothing, kept: nothing };
    sums.set(name, { input: addAmounts(sum.input, input), kept: addAmounts(sum.kept, kept) });
  }
  return sortShares(sums);
}

function mergeCounts(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = createWordSums();
  for (const some of counts) sums.add(some);
  return sums.toRecord();
}

function addHistograms(histograms: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...histograms.map((one) => one.length));
  return Array.from({ length }, (_, bin) => histograms.reduce((sum, one) => sum + (one[bin] ?? 0), 0));
}

/** By recipe; in each, in its own order, which is the same in all cards. */
function mergeThresholds(all: readonly ThresholdHistogram[]): ThresholdHistogram[] {
  const merged = new Map<string, ThresholdHistogram>();
  for (const one of all) {
    const { recipe, rule, name, reason, kind, bound } = one;
    const key = JSON.stringify([recipe, rule, name, reason, kind, bound]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, counts: addHistograms([known.counts, one.counts]) } : one);
  }
  const recipes = [...new Set(all.map(({ recipe }) => recipe))].sort();
  return recipes.flatMap((recipe) => [...merged.values()].filter((one) => one.recipe === recipe));
}
