/**
 * Lets callers through one after the other, in the order of their places.
 * Invariant: place n goes when n - 1 has left; an abort lets nobody through any more, and whoever waits is told its reason.
 */
export interface Turnstile {
  /** Waits for the place's turn, does its work, and lets the next one through. @throws the signal's reason */
  pass(place: number, work: () => void | Promise<void>): Promise<void>;
}

/** @param signal whose abort ends all waiting */
export function createTurnstile(signal: AbortSignal): Turnstile {
  const waiting = new Map<number, { go: () => void; fail: (reason: unknown) => void }>();
  let next = 0;
  signal.addEventListener('abort', () => {
    for (const { fail } of waiting.values()) fail(signal.reason);
  });
  const waitFor = (place: number) =>
    new Promise<void>((go, fail) => {
      if (signal.aborted) fail(signal.reason);
      else waiting.set(place, { go, fail });
    });
  return {
    async pass(place, work) {
      if (place !== next) await waitFor(place);
      await work();
      next = place + 1;
      waiting.get(next)?.go();
      waiting.delete(next);
    },
  };
}
