/**
 * Whether the machine has room for one more task.
 * Invariant: what runs together never claims more threads or memory than the machine has; a task that claims more than there
 * is runs alone, so that everything runs some day.
 */
import type { Machine, Resources } from '@slipway/contracts';
import type { RunPolicy } from './run-policy.ts';

export interface CapacityQuestion {
  machine: Pick<Machine, 'threads' | 'memoryBytes'>;
  policy: Pick<RunPolicy, 'memoryShare'>;
  /** Of attempts that are not certainly gone. */
  occupied: readonly Resources[];
  wanted: Resources;
}

export function hasRoom({ machine, policy, occupied, wanted }: CapacityQuestion): boolean {
  if (occupied.length === 0) return true;
  const all = [...occupied, wanted];
  const threads = all.reduce((sum, one) => sum + one.threads, 0);
  const memoryBytes = all.reduce((sum, one) => sum + one.memoryBytes, 0);
  return threads <= machine.threads && memoryBytes <= machine.memoryBytes * policy.memoryShare;
}
