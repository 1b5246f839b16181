import type { Comparison, TourSummary } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { doneTour } from '../../fixtures/tour-summaries.ts';
import { isWithinBound } from './is-within-bound.ts';

const worse = (difference: number, rest: Partial<Comparison> = {}): Comparison => ({
  task: 'heldout-answers',
  metric: 'bits-per-byte',
  from: 'tuned',
  to: 'quantised',
  difference,
  standardError: 0.0005,
  numPairs: 32,
  verdict: 'worse',
  ...rest,
});
const withUnit = (unit: string): TourSummary => ({
  ...doneTour,
  gates: doneTour.gates.map((gate) => ({
    ...gate,
    checks: gate.checks.map((check) => ({ ...check, unit })),
  })),
});

describe('a worse score after a hand-over', () => {
  it('is within the bound where the gate allows as much, in its own unit or in parts of the score', () => {
    expect(isWithinBound(worse(0.003), doneTour)).toBe(true);
    expect(isWithinBound(worse(0.0099), withUnit('relative'))).toBe(false);
    expect(isWithinBound(worse(0.0094), withUnit('relative'))).toBe(true);
  });

  it('is not where it is larger, where no gate stands between, or where the gate has no such bound', () => {
    expect(isWithinBound(worse(0.02), doneTour)).toBe(false);
    expect(isWithinBound(worse(0.003, { from: 'base', to: 'tuned' }), doneTour)).toBe(false);
    expect(isWithinBound(worse(0.003, { metric: 'accuracy', task: 'choices' }), doneTour)).toBe(false);
    expect(
      isWithinBound(worse(0.003), {
        ...doneTour,
        gates: doneTour.gates.map((gate) => ({ ...gate, passed: false })),
      }),
    ).toBe(false);
  });
});
