/**
 * Progress with its rate and the time that is left, from what is done.
 * Invariant: nothing of it goes into a result.
 */
import type { Progress } from '@slipway/contracts';

export interface ProgressMeter {
  /** Adds to what is done and tells of it. */
  add(amount: number): void;
}

/** @param report told at every addition, and once at the start */
export function openProgressMeter(
  report: (progress: Progress) => void,
  { total, unit, activity }: Pick<Progress, 'total' | 'unit' | 'activity'>,
): ProgressMeter {
  const startedAt = performance.now();
  const words = activity === undefined ? {} : { activity };
  let done = 0;
  report({ done, total, unit, ...words });
  return {
    add(amount) {
      done += amount;
      const ratePerSecond = (done * 1000) / Math.max(1, performance.now() - startedAt);
      const remainingMs = (Math.max(0, total - done) / ratePerSecond) * 1000;
      const rates = ratePerSecond > 0 ? { ratePerSecond, remainingMs } : {};
      report({ done, total, unit, ...rates, ...words });
    },
  };
}
