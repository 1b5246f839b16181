/**
 * How many threads the next prompt piece gets: the calibrated number, or one while that is faster.
 * llama.cpp's threads wait for each other by spinning: where another program holds a core, two threads can be ten times slower than one.
 * Invariant: the number changes speed only, never results. The alternative is tried rarely, and the more rarely the worse it was.
 */

export interface PromptThreads {
  /** Threads for the next piece. */
  choose(): number;
  /** What a piece took. @param msPerToken with that number of threads */
  report(threads: number, msPerToken: number): void;
}

/** Pieces between two looks at the alternative, where both are equally fast. */
const numPiecesBetween = 24;
/** Weight of the newest measurement: a change of load is believed after two or three pieces. */
const newestShare = 0.4;
const maxPiecesBetween = 2000;

/** @param calibrated the number that was fastest on the machine by itself */
export function createPromptThreads(calibrated: number): PromptThreads {
  const averages = new Map<number, number>();
  let numUntilLook = 1;

  const alternativeOf = (threads: number): number => (threads === 1 ? calibrated : 1);
  const findFastest = (): number => {
    const many = averages.get(calibrated);
    const one = averages.get(1);
    return many !== undefined && one !== undefined && one < many ? 1 : calibrated;
  };

  return {
    choose() {
      const fastest = findFastest();
      if (calibrated === 1 || numUntilLook > 0) return fastest;
      return alternativeOf(fastest);
    },
    report(threads, msPerToken) {
      const known = averages.get(threads);
      averages.set(threads, known === undefined ? msPerToken : known + (msPerToken - known) * newestShare);
      if (numUntilLook > 0) {
        numUntilLook -= 1;
        return;
      }
      const fastest = averages.get(findFastest()) ?? 1;
      const slowest = averages.get(alternativeOf(findFastest())) ?? fastest;
      const waste = (slowest / fastest) ** 2;
      numUntilLook = Math.min(maxPiecesBetween, Math.ceil(numPiecesBetween * waste));
    },
  };
}
