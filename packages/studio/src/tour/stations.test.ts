import { describe, expect, it } from 'vitest';
import { runOfTour } from '../../fixtures/runs.ts';
import { doneTour, failedTour, runningTour, stepsUntil } from '../../fixtures/tour-summaries.ts';
import { makeStations } from './stations.ts';

const statesOf = (summary: typeof doneTour) =>
  Object.fromEntries(makeStations(summary, undefined).map(({ name, state }) => [name, state]));

describe('stations', () => {
  it('are done when all their steps are', () => {
    expect(new Set(Object.values(statesOf(doneTour)))).toEqual(new Set(['done']));
    expect(makeStations(doneTour, undefined).find(({ name }) => name === 'base')?.isReused).toBe(true);
  });

  it('run where a step runs, and wait behind it', () => {
    expect(statesOf(runningTour)).toMatchObject({
      base: 'done',
      tuning: 'running',
      gates: 'waiting',
      service: 'waiting',
    });
  });

  it('stop where a step failed, with its error and its name; nothing behind is reached', () => {
    const stations = makeStations(failedTour, runOfTour(failedTour));
    const gates = stations.find(({ name }) => name === 'gates');
    expect(gates).toMatchObject({
      state: 'failed',
      failedStep: 'gate-merged',
      error: { code: 'gate-failed' },
    });
    expect(statesOf(failedTour)).toMatchObject({ tuning: 'done', scores: 'unreached', service: 'unreached' });
  });

  it('say so when a tour was cancelled', () => {
    const cancelled = {
      ...runningTour,
      state: 'cancelled' as const,
      steps: stepsUntil(5, 'cancelled', 'skipped'),
    };
    expect(statesOf(cancelled as typeof doneTour)).toMatchObject({ tuning: 'cancelled', gates: 'unreached' });
  });
});
