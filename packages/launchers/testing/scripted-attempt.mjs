// An attempt process that does what its spec says, for the contract suite of launchers: JSON request in, JSON lines out.
// Invariant: it writes one line to `starts` in its scratch folder each time it is started.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { behaviour } = request.spec;
const scratch = request.scratchDirectory;
const tell = (message) => writeSync(1, `${JSON.stringify(message)}\n`);
const note = (text) => writeSync(2, text);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const stayAlive = () => setInterval(() => {}, 1000);
const error = (code) => ({ code, message: 'as the script says', retryable: false });

const child = `
  process.on('SIGTERM', () => {});
  setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(join(scratch, 'child'))}, '.'), 20);
`;

const behaviours = {
  succeed() {
    for (let done = 1; done <= 3; done += 1) {
      tell({ type: 'progress-made', progress: { done, total: 3, unit: 'parts' } });
    }
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
  fail() {
    tell({ type: 'attempt-failed', error: error('internal') });
    process.exitCode = 1;
  },
  crash() {
    process.exit(3);
  },
  wait() {
    process.on('SIGTERM', () => {
      tell({ type: 'attempt-failed', error: error('attempt-cancelled') });
      process.exit(1);
    });
    stayAlive();
  },
  async waitThenSucceed() {
    await pause(request.spec.waitMs);
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
  refuseToEnd() {
    process.on('SIGTERM', () => note('not yet\n'));
    spawn(process.execPath, ['-e', child], { stdio: 'ignore' });
    stayAlive();
  },
  leaveChild() {
    spawn(process.execPath, ['-e', child], { stdio: 'ignore' }).unref();
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
  async stutter() {
    writeSync(1, 'no message\n\n{"type":"unheard-of"}\n{"type":"attempt-');
    while (true) {
      await pause(20);
      try {
        readFileSync(join(scratch, 'go-on'));
        break;
      } catch {}
    }
    writeSync(1, 'alive"}\n');
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
  log() {
    note(request.spec.text);
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
  allocate() {
    const kept = [];
    setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 10);
  },
  showLimits() {
    const names = ['OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'RAYON_NUM_THREADS', 'UV_THREADPOOL_SIZE'];
    writeFileSync(join(scratch, 'limits'), JSON.stringify(names.map((name) => process.env[name])));
    tell({ type: 'attempt-succeeded', outputs: {} });
  },
};

mkdirSync(scratch, { recursive: true });
appendFileSync(join(scratch, 'starts'), `${process.pid}\n`);
tell({ type: 'attempt-started', pid: process.pid });
await behaviours[behaviour]();
