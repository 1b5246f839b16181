/**
 * What an engine knows only while it lives: work under way beside the ticks, and what it has seen of attempts.
 * Invariant: losing all of it loses nothing; the next engine finds out again.
 */
import type { AttemptId, Digest } from '@slipway/contracts';
import type { WaitReasons } from './wait-reasons.ts';

/** What became of looking for an earlier result of a step's key. */
export interface Verdict {
  key: Digest;
  /** Outputs that are there and whole; undefined where they must be made. */
  outputs?: Record<string, Digest>;
  /** Whether there was a result at all, whole or not. */
  isKnown: boolean;
}

export interface EngineMemory {
  startedAt: Date;
  /** Attempts that this engine has submitted or seen running. */
  seenAlive: Set<AttemptId>;
  /** When the launcher was last asked about an attempt, in milliseconds since 1970. */
  describedAt: Map<AttemptId, number>;
  /** By run and step. */
  verdicts: Map<string, Verdict>;
  jobs: JobList;
  /** Why steps are held back, as the last pass over the open work found. */
  waits: WaitReasons;
}

export interface JobList {
  /** Starts work under a name unless it is under way, or failed less than `pauseMs` ago. Returns whether it was started. */
  start(name: string, work: () => Promise<void>): boolean;
  /** Waits for one job, at most so long. Returns whether it is done. */
  waitFor(name: string, timeoutMs: number): Promise<boolean>;
  /** Waits for all jobs. */
  drain(): Promise<void>;
}

/** @param onError told of each job that failed; it may be started again after `pauseMs` */
export function createJobList(onError: (name: string, error: unknown) => void, pauseMs = 1000): JobList {
  const running = new Map<string, Promise<void>>();
  const failedAt = new Map<string, number>();

  async function carryOut(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failedAt.delete(name);
    } catch (error) {
      failedAt.set(name, performance.now());
      onError(name, error);
    } finally {
      running.delete(name);
    }
  }

  return {
    start(name, work) {
      const lastFailure = failedAt.get(name);
      const isPausing = lastFailure !== undefined && performance.now() - lastFailure < pauseMs;
      if (running.has(name) || isPausing) return false;
      running.set(name, carryOut(name, work));
      return true;
    },
    async waitFor(name, timeoutMs) {
      const job = running.get(name);
      if (job === undefined) return true;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), timeoutMs);
      });
      const isDone = await Promise.race([job.then(() => true), timeout]);
      clearTimeout(timer);
      return isDone;
    },
    async drain() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
