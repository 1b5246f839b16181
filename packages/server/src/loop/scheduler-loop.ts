/**
 * Ticks the run engine and the journal reader for as long as the server lives.
 * Invariant: one failing tick is logged and the next one comes; ticks of one kind never overlap.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { toErrorData } from '@slipway/contracts';
import type { Logger } from '@slipway/core';

export interface Loop {
  stop(): Promise<void>;
}

/** Calls `work` again and again with a pause between. */
export function startLoop(options: {
  name: string;
  pauseMs: number;
  log: Logger;
  work(): Promise<void>;
}): Loop {
  const ending = new AbortController();
  const running = (async () => {
    while (!ending.signal.aborted) {
      try {
        await options.work();
      } catch (error) {
        options.log.error('tick-failed', { loop: options.name, message: toErrorData(error).message });
      }
      await sleep(options.pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
