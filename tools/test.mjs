// `npm test`: installs, builds, prepares what the tests need, runs Vitest and pytest, and ends with one line of totals,
// "N passed, N failed, N skipped", alone on the last line. `npm test -- ARGS` passes ARGS to Vitest and leaves pytest out.
// Invariant: exit code 0 only if nothing failed, including the preparation.
// Refuses: to skip silently; each skipped part says why in one line.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './setup/run-tool.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function runWorkerTests({ interpreter, hasFailed, ...options }) {
  const { noTests } = await import('./testing/totals.mjs');
  const { hasWorkerTests, runPytest } = await import('./testing/run-tests.mjs');
  if (hasFailed) return { ...noTests, numFailed: 1 };
  if (!interpreter) return noTests;
  if (hasWorkerTests(root)) return await runPytest({ ...options, interpreter });
  const { messages, progress } = options;
  progress.say(messages.test.pythonSkipped({ reason: messages.test.noWorkerTests }));
  return noTests;
}

async function runAllTests({ language, messages }) {
  const { formatDuration } = await import('./setup/duration.mjs');
  const { prepareRepository } = await import('./setup/prepare.mjs');
  const { addCounts } = await import('./testing/totals.mjs');
  const startedAt = performance.now();
  const { python, progress } = await prepareRepository({ root, language, messages, needsPython: false });
  const { prepareTests } = await import('./testing/prepare-tests.mjs');
  const { runVitest } = await import('./testing/run-tests.mjs');
  const prepared = await prepareTests({ root, messages, progress, python, environment: process.env });
  const args = process.argv.slice(2);
  const options = { root, env: prepared.env, messages, progress };
  const counts = await runVitest({ ...options, args });
  const isPart = args.length > 0;
  const workerCounts = isPart ? undefined : await runWorkerTests({ ...options, ...prepared });
  progress.say(messages.test.took({ took: formatDuration(performance.now() - startedAt, language) }));
  return addCounts(counts, ...(workerCounts ? [workerCounts] : []));
}

async function test(frame) {
  const { formatTotals, noTests } = await import('./testing/totals.mjs');
  let counts = { ...noTests, numFailed: 1 };
  try {
    counts = await runAllTests(frame);
  } catch (error) {
    const { SetupStop } = await import('./setup/stop.mjs');
    process.stderr.write(`${error instanceof SetupStop ? error.message : error.stack}\n`);
  }
  process.stdout.write(`${formatTotals(counts)}\n`);
  return counts.numFailed === 0 ? 0 : 1;
}

await runTool(test);
