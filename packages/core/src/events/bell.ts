/**
 * A bell in this process: whoever commits rings it, whoever follows waits for it.
 * Invariant: a ring between looking and waiting is not missed, because one waits for more rings than one has heard.
 */

export interface Bell {
  ring(): void;
  /** How often it has rung. */
  count(): number;
  /** Resolves when it has rung more than `heard` times, after `timeoutMs`, on abort, or on close. */
  wait(heard: number, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  close(): void;
  isClosed(): boolean;
}

/** Makes a bell that nobody has rung. */
export function createBell(): Bell {
  let rings = 0;
  let isClosed = false;
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
  };
  return {
    ring() {
      rings += 1;
      wakeAll();
    },
    count: () => rings,
    wait(heard, timeoutMs, signal) {
      if (rings > heard || isClosed || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        waiting.add(wake);
        signal?.addEventListener('abort', wake);
      });
    },
    close() {
      isClosed = true;
      wakeAll();
    },
    isClosed: () => isClosed,
  };
}
