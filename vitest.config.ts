// How Vitest runs the repository's tests: beside the sources, in tools/, and across packages in test/.
// Two workers at most: tests start real servers, engines and databases, and must hold on two cores.
// Time limits only end what hangs; how fast something is, benchmarks say.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/testing/longest-first.mjs';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
