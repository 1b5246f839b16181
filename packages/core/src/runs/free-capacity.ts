/**
 * Whether the machine has room for one more task, and what it lacks where it has none.
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

export interface Shortage {
  /** What there is not enough of; threads are counted, memory is in bytes. */
  of: 'threads' | 'memory';
  wanted: number;
  taken: number;
  all: number;
}

/** @returns what there is not enough of; undefined where there is room */
export function findShortage({ machine, policy, occupied, wanted }: CapacityQuestion): Shortage | undefined {
  if (occupied.length === 0) return undefined;
  const shortages: Shortage[] = [
    {
      of: 'memory',
      wanted: wanted.memoryBytes,
      taken: occupied.reduce((sum, one) => sum + one.memoryBytes, 0),
      all: machine.memoryBytes * policy.memoryShare,
    },
    {
      of: 'threads',
      wanted: wanted.threads,
      taken: occupied.reduce((sum, one) => sum + one.threads, 0),
      all: machine.threads,
    },
  ];
  return shortages.find((one) => one.wanted + one.taken > one.all);
}
