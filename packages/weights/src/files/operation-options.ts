/**
 * What every long operation accepts: a progress listener and a signal to stop.
 * Invariant: `doneBytes` never falls and reaches `totalBytes` exactly when the operation has succeeded.
 */

export interface WeightsProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface OperationOptions {
  /** Called after each block of work, at most a few times per tensor. */
  readonly onProgress?: ((progress: WeightsProgress) => void) | undefined;
  /** Aborting it rejects the operation with the signal's reason and leaves no file behind. */
  readonly signal?: AbortSignal | undefined;
}
