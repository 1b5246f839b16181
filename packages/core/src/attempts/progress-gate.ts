/**
 * Lets progress through a few times a second.
 * Invariant: the newest progress is never lost: what was held back is let through later, or by `flush`.
 */
import type { Progress } from '@slipway/contracts';

export interface ProgressGate {
  report(progress: Progress): void;
  /** Lets through what is held back, at once. */
  flush(): void;
}

/** @param intervalMs least time between two that are let through */
export function createProgressGate(send: (progress: Progress) => void, intervalMs: number): ProgressGate {
  let held: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastSentAt = Number.NEGATIVE_INFINITY;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (held === undefined) return;
    const progress = held;
    held = undefined;
    lastSentAt = performance.now();
    send(progress);
  }

  return {
    report(progress) {
      held = progress;
      const waitMs = lastSentAt + intervalMs - performance.now();
      if (waitMs <= 0) flush();
      else timer ??= setTimeout(flush, waitMs).unref();
    },
    flush,
  };
}
