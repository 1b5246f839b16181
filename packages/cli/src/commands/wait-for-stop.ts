/**
 * Waits until the process is asked to end: Ctrl-C, a signal, or the terminal that closes. A second Ctrl-C ends it at once.
 */
export function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
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
