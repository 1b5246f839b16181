// A thread for the pool's tests: sums numbers, and dies, fails or hangs where a job says so.
import { existsSync, writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { serveJobs } from '../../../dist/threads/serve-jobs.js';

serveJobs(async ({ numbers, dieOnce, die, fail, fill, hang }, report) => {
  if (dieOnce && !existsSync(dieOnce)) {
    writeFileSync(dieOnce, '');
    process.exit(9);
  }
  if (die) process.exit(9);
  if (fail) throw new Error('this job cannot be done');
  if (fill) writeFileSync('/dev/full', 'x');
  if (hang) await new Promise((resolve) => setTimeout(resolve, 60_000));
  report({ numNumbers: numbers.length });
  return numbers.reduce((sum, one) => sum + one, workerData.start);
});
