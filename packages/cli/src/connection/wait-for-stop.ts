/**
 * Waits until the process is asked to end: Ctrl-C, a signal, or the terminal that closes. A second Ctrl-C ends it at once.
 */
import type { RunningServer } from '@slipway/server';

/** @throws SlipwayError once the server cannot go on: another one has taken its database */
export function waitForStop({ takenOver }: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    takenOver.then(reject);
    let isAsked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(130);
        isAsked = true;
        resolve();
      });
    }
  });
}
