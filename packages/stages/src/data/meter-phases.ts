/**
 * Progress of the factory with its rate and the time that is left, phase by phase.
 * Invariant: what was there before the phase began is not counted as its speed; nothing of it goes into a result.
 */
import type { Progress } from '@slipway/contracts';
import type { PipelineProgress } from '@slipway/text';

/** Before so much time has passed a rate says nothing. */
const leastMs = 1000;

/** @returns what the factory is to tell its progress to */
export function meterPhases(report: (progress: Progress) => void): (progress: PipelineProgress) => void {
  let current: { phase: PipelineProgress['phase']; startedAt: number; first: number } | undefined;
  return ({ phase, done, total }) => {
    if (current?.phase !== phase) current = { phase, startedAt: performance.now(), first: done };
    const tookMs = performance.now() - current.startedAt;
    const ratePerSecond = tookMs < leastMs ? 0 : ((done - current.first) * 1000) / tookMs;
    const remainingMs = (Math.max(0, total - done) / ratePerSecond) * 1000;
    const rates = ratePerSecond > 0 ? { ratePerSecond, remainingMs } : {};
    report({ done, total, unit: phase === 'scan' ? 'bytes' : 'documents', ...rates, activity: phase });
  };
}
