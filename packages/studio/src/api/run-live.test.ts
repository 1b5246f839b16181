import { type Event, event } from '@slipway/contracts';
import { describe, expect, it } from 'vitest';
import { idOf } from '../../fixtures/identifiers.ts';
import { applyEvent, emptyRunLive } from './run-live.ts';

let id = 0;
const attemptId = idOf('attempt', 1);
function eventOf(body: object): Event {
  id += 1;
  return event.parse({ id, at: '2026-11-23T13:50:02.000Z', runId: idOf('run', 1), body });
}
const loss = (at: number, value: number) =>
  eventOf({ type: 'metric-measured', step: 'adapter', attemptId, name: 'loss', at, value });

describe('a run followed by its events', () => {
  it('keeps the newest progress of each step', () => {
    const progress = (done: number) =>
      eventOf({
        type: 'progress-made',
        step: 'adapter',
        attemptId,
        progress: { done, total: 9, unit: 'steps' },
      });
    const live = [progress(1), progress(4)].reduce(applyEvent, emptyRunLive);
    expect(live.progress.adapter?.done).toBe(4);
    expect(live.numChanges).toBe(0);
  });

  it('draws a curve once where a resumed attempt measures its last steps again', () => {
    const events = [loss(1, 2.9), loss(2, 2.7), loss(3, 2.6), loss(2, 2.71), loss(3, 2.61), loss(4, 2.5)];
    const live = events.reduce(applyEvent, emptyRunLive);
    expect(live.curves['adapter/loss']).toEqual([
      { at: 1, value: 2.9 },
      { at: 2, value: 2.71 },
      { at: 3, value: 2.61 },
      { at: 4, value: 2.5 },
    ]);
  });

  it('counts what makes the API answer otherwise', () => {
    const live = [
      eventOf({ type: 'step-changed', step: 'adapter', state: 'succeeded' }),
      eventOf({ type: 'run-changed', state: 'succeeded' }),
    ].reduce(applyEvent, emptyRunLive);
    expect(live.numChanges).toBe(2);
  });
});
