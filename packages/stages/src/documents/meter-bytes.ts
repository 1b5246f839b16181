/**
 * Progress of bringing bytes in, with its rate and the time that is left.
 * Invariant: what lay there before is not counted as speed; nothing of it goes into a result.
 */
import type { Progress } from '@slipway/contracts';

/** Before so much time has passed a rate says nothing. */
const leastMs = 1000;

/** @returns what is to be told of bytes, those that came now and those that lay there */
export function meterBytes(
  total: number,
  report: (progress: Progress) => void,
): (numBytes: number, isNew: boolean) => void {
  const startedAt = performance.now();
  let [done, numNew] = [0, 0];
  return (numBytes, isNew) => {
    done += numBytes;
    if (isNew) numNew += numBytes;
    const tookMs = performance.now() - startedAt;
    const ratePerSecond = tookMs < leastMs ? 0 : (numNew * 1000) / tookMs;
    const remainingMs = (Math.max(0, total - done) / ratePerSecond) * 1000;
    report({ done, total, unit: 'bytes', ...(ratePerSecond > 0 ? { ratePerSecond, remainingMs } : {}) });
  };
}
