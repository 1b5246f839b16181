/**
 * When an attempt is given up, when it is tried again, and how much runs at once.
 * Invariant: every number states its unit; all of them may be changed by whoever wires the engine, none by a recipe.
 */

export interface RunPolicy {
  /** Name of the launcher that new attempts go to. */
  launcher: string;
  /** Attempts of a task that may end badly; those that died while the server was down do not count. */
  maxAttempts: number;
  /** Attempts of a task altogether, so that one which takes the server down with it ends some day. */
  maxAttemptsInAll: number;
  /** Pause before the second attempt; doubled each time, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  /** An attempt that its launcher does not know and that says nothing for so long is lost. */
  leaseMs: number;
  /** An attempt that runs but says nothing for so long (it says that it is alive every 2 s) is ended and tried again. */
  silenceMs: number;
  /** How often the launcher is asked about an attempt that says nothing. */
  describeEveryMs: number;
  /** Time that an attempt which has said its last word has to end by itself. */
  lingerMs: number;
  /** Time between asking an attempt to end and ending it. */
  graceMs: number;
  /** Memory limit of an attempt, as a multiple of what its plan foresees. */
  memoryFactor: number;
  /** No attempt is held to less memory than this. */
  minMemoryLimitBytes: number;
  /** Part of the machine's memory that attempts may claim together. */
  memoryShare: number;
}

export const defaultRunPolicy: RunPolicy = {
  launcher: 'local',
  maxAttempts: 5,
  maxAttemptsInAll: 50,
  backoffMs: 200,
  maxBackoffMs: 10_000,
  leaseMs: 30_000,
  silenceMs: 600_000,
  describeEveryMs: 500,
  lingerMs: 5_000,
  graceMs: 10_000,
  memoryFactor: 1.5,
  minMemoryLimitBytes: 1 << 30,
  memoryShare: 0.9,
};

/** Pause before the attempt that follows the `numFailed`-th failed one. */
export function backoffOf(policy: RunPolicy, numFailed: number): number {
  return Math.min(policy.maxBackoffMs, policy.backoffMs * 2 ** Math.min(20, Math.max(0, numFailed - 1)));
}
