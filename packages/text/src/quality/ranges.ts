/**
 * Between which values the measures of thresholds are worth looking at, by what they measure.
 * Invariant: fixed, so that the histograms of two datasets can be laid over each other. What lies beyond is counted at the ends.
 */
export const ranges = {
  /** Of a whole. */
  share: [0, 1],
  /** Of a whole, where a little is much. */
  smallShare: [0, 0.5],
  tinyShare: [0, 0.1],
  wordLength: [0, 20],
  words: [0, 500],
  manyWords: [0, 200_000],
  stopWords: [0, 10],
  sentences: [0, 50],
  characters: [0, 2000],
  averageLine: [0, 400],
  longestLine: [0, 20_000],
  listedWords: [0, 50],
  /** A byte; of running text a few. */
  perplexity: [0, 40],
} as const satisfies Record<string, readonly [number, number]>;
