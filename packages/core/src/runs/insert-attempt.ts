/**
 * Adds an attempt of a task, to be submitted by a later tick.
 * Invariant: its row is there before its process; so a process without a row is never started.
 */
import { type Digest, newId, type Resources } from '@slipway/contracts';
import type { RunChange } from './engine-context.ts';
import { attempts } from './run-tables.ts';

export interface AttemptDraft {
  step: string;
  task: string;
  key: Digest;
  number: number;
  launcher: string;
  resources: Resources;
  /** Pause before it may be submitted. */
  backoffMs: number;
}

export async function insertAttempt(change: RunChange, draft: AttemptDraft): Promise<void> {
  const { tx, run, now, emit } = change;
  const { backoffMs, ...fields } = draft;
  const id = newId('attempt', now.getTime());
  await tx.insert(attempts).values({
    ...fields,
    id,
    runId: run.id,
    state: 'starting',
    messageOffset: 0,
    notBefore: new Date(now.getTime() + backoffMs),
    startedAt: now,
    heartbeatAt: now,
    isCounted: true,
    outputs: {},
  });
  emit({ type: 'attempt-changed', step: draft.step, attemptId: id, state: 'starting' });
}
