/**
 * What a reader who has fallen behind is spared: progress that newer progress of the same attempt has overtaken.
 * Invariant: every other event stays, and the order stays.
 */
import type { Event } from '@slipway/contracts';

/** Keeps, of the progress of each attempt, only the newest. */
export function thinProgress(events: readonly Event[]): Event[] {
  const newest = new Map<string, number>();
  for (const { id, body } of events) {
    if (body.type === 'progress-made') newest.set(body.attemptId, id);
  }
  return events.filter(({ id, body }) => body.type !== 'progress-made' || newest.get(body.attemptId) === id);
}
