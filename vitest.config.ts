// How Vitest runs the repository's tests: beside the sources, in tools/, and across packages in test/.
// Two workers at most: tests start real servers, engines and databases, and must hold on two cores.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
