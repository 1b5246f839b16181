/**
 * The port of launchers: where attempts run.
 * Invariant: `submit` with the same attempt id twice starts one process at the most; `cancel` is idempotent; an attempt outlives the
 * server that submitted it, and whoever comes next finds it again by its id alone.
 */
import type { AttemptId, AttemptMessage, AttemptRequest, Json, Resources } from '@slipway/contracts';

/** The exact thing a launcher will do, printable: a command line, an sbatch script, a Kubernetes job. */
export interface LaunchRequest {
  attempt: AttemptRequest;
  resources: Resources;
  /** Folder of this attempt: request.json, messages.jsonl, log.txt. */
  directory: string;
}

export type LaunchState =
  | { state: 'unknown' }
  | { state: 'queued' }
  | { state: 'running' }
  /** `reason` is set where the launcher itself ended it. */
  | { state: 'ended'; exitCode: number | null; reason?: 'cancelled' | 'out-of-memory' };

export interface Launcher {
  readonly name: string;
  /** What `submit` would do, without doing it. */
  describeLaunch(request: LaunchRequest): Json;
  submit(request: LaunchRequest): Promise<void>;
  describe(attemptId: AttemptId): Promise<LaunchState>;
  /** Asks the attempt to end and, after a grace time, ends its whole process group. Resolves once it is gone. */
  cancel(attemptId: AttemptId, options?: { graceMs?: number }): Promise<void>;
  /**
   * Messages of an attempt from a byte offset on. A half-written last line is left for the next call.
   * What is not a message is skipped and counted.
   */
  readMessages(
    attemptId: AttemptId,
    offset: number,
  ): Promise<{ messages: AttemptMessage[]; nextOffset: number; numInvalid: number }>;
  /** The attempt's log from a byte offset on, bounded to `maxBytes`. */
  readLog(
    attemptId: AttemptId,
    offset: number,
    maxBytes?: number,
  ): Promise<{ text: string; nextOffset: number }>;
}
