/**
 * Means with standard errors from samples that come in clusters (several samples of one document are not independent).
 * Rule: ratio estimator with cluster-robust variance (Miller 2024, "Adding Error Bars to Evals", arXiv:2411.00640, section 2.2),
 * with the small-sample factor G/(G-1) for G clusters.
 */

export interface WeightedSample {
  cluster: string;
  value: number;
  weight: number;
}

export interface MeanEstimate {
  mean: number;
  /** Null with samples of fewer than two clusters: of others no error can be told. */
  standardError: number | null;
}

/** Weighted mean and its clustered standard error. */
export function estimateMean(samples: readonly WeightedSample[]): MeanEstimate {
  const totalWeight = samples.reduce((sum, one) => sum + one.weight, 0);
  const mean = samples.reduce((sum, one) => sum + one.weight * one.value, 0) / totalWeight;
  const residuals = new Map<string, number>();
  for (const { cluster, value, weight } of samples) {
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + weight * (value - mean));
  }
  const numClusters = residuals.size;
  if (numClusters < 2) return { mean, standardError: null };
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  const variance = (squares * (numClusters / (numClusters - 1))) / totalWeight ** 2;
  return { mean, standardError: Math.sqrt(variance) };
}
