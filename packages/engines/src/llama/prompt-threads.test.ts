import { describe, expect, it } from 'vitest';
import { createPromptThreads } from './prompt-threads.ts';

/** Runs pieces with given costs per token; returns how many were run with one thread. */
function run(
  threads: ReturnType<typeof createPromptThreads>,
  numPieces: number,
  costs: [number, number],
): number {
  let numWithOne = 0;
  for (let piece = 0; piece < numPieces; piece += 1) {
    const chosen = threads.choose();
    if (chosen === 1) numWithOne += 1;
    threads.report(chosen, chosen === 1 ? costs[0] : costs[1]);
  }
  return numWithOne;
}

describe('prompt threads', () => {
  it('keep the calibrated number on a quiet machine, but for a rare look', () => {
    expect(run(createPromptThreads(4), 200, [6, 3])).toBeLessThan(5);
  });

  it('fall back to one while others hold the cores, and come back', () => {
    const threads = createPromptThreads(2);
    run(threads, 40, [6, 3]);
    const numWithOne = run(threads, 200, [8, 70]);
    expect(numWithOne).toBeGreaterThan(150);
    expect(200 - run(threads, 3000, [6, 3])).toBeLessThan(200);
    expect(threads.choose()).toBe(2);
  });

  it('have nothing to choose with one', () => {
    expect(run(createPromptThreads(1), 100, [5, 5])).toBe(100);
  });
});
