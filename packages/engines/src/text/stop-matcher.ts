/**
 * Stop strings in a stream of text.
 * Invariant: no character of a stop string, nor any behind it, is ever let out; all text before it is, in order and once.
 * Holds back only what may still become a stop string.
 */

export interface StopMatcher {
  /** Takes more text; returns what may be let out, and whether a stop string was completed. */
  push(text: string): { text: string; isStopped: boolean };
  /** What was held back and did not become a stop string. */
  flush(): string;
}

/** @param stops the strings that end the text; empty ones never match */
export function createStopMatcher(stops: readonly string[]): StopMatcher {
  const wanted = stops.filter((stop) => stop !== '');
  let held = '';
  return {
    push(text) {
      held += text;
      const found = wanted.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
      if (found.length > 0) {
        const before = held.slice(0, Math.min(...found));
        held = '';
        return { text: before, isStopped: true };
      }
      const numHeld = Math.max(0, ...wanted.map((stop) => countOverlap(held, stop)));
      const out = held.slice(0, held.length - numHeld);
      held = held.slice(held.length - numHeld);
      return { text: out, isStopped: false };
    },
    flush() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Length of the longest proper beginning of `stop` that `text` ends with. */
function countOverlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
