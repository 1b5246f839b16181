/**
 * Whether a model that scored worse after a hand-over did so by less than that hand-over's gate allows.
 * Invariant: true only where the gate passed and its bound is one of the very metric that was compared.
 */
import type { Comparison, TourSummary } from '@slipway/contracts';

/** Steps of the story that a gate stands between. */
const handovers: Record<string, string | undefined> = { 'tuned quantised': 'quantise' };

/** @param comparison one of the summary's own */
export function isWithinBound(comparison: Comparison, summary: TourSummary): boolean {
  const { from, to, task, metric, difference } = comparison;
  const gate = summary.gates.find(({ handover }) => handover === handovers[`${from} ${to}`]);
  const check = gate?.checks.find(({ name }) => name === metric);
  const before = summary.scores
    .find(({ label }) => label === from)
    ?.scores.find((score) => score.task === task && score.metric === metric);
  if (!gate?.passed || !check || !before) return false;
  const allowed = check.unit === 'relative' ? check.bound * before.value : check.bound;
  return Math.abs(difference) <= allowed;
}
