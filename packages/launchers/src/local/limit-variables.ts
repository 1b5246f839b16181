/**
 * Environment variables by which libraries are told how many threads they may use.
 * Invariant: every library that Slipway's attempts load has its variable here.
 */

/** Node's own pool carries file access, which waits more than it computes: it is never made smaller than this. */
const minPoolThreads = 2;

/** @param numThreads threads that the plan claims */
export function limitThreads(numThreads: number): Record<string, string> {
  const threads = String(numThreads);
  return {
    OMP_NUM_THREADS: threads,
    MKL_NUM_THREADS: threads,
    OPENBLAS_NUM_THREADS: threads,
    NUMEXPR_NUM_THREADS: threads,
    VECLIB_MAXIMUM_THREADS: threads,
    RAYON_NUM_THREADS: threads,
    UV_THREADPOOL_SIZE: String(Math.max(minPoolThreads, numThreads)),
  };
}
