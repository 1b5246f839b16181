// Runs Vitest, then pytest in the workers' environment, each with its own report on the terminal and counts read from
// the file it writes for machines. Invariant: a bad exit without a counted failure is counted as one.
// Refuses: to stop at the first failing runner.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countPytest, countVitest, noTests } from './totals.mjs';

function runVisibly(command, args, { cwd, env }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function runAndCount({ name, command, args, reportPath, read, cwd, env, messages, progress }) {
  progress.say(messages.test.running({ what: name }));
  const code = await runVisibly(command, args, { cwd, env });
  const counts = existsSync(reportPath) ? read(readFileSync(reportPath, 'utf8')) : noTests;
  if (code === 0 || counts.numFailed > 0) return counts;
  progress.say(messages.test.outside({ what: name }));
  return { ...counts, numFailed: 1 };
}

async function inReportFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-tests-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs Vitest; `args` are passed on to it. */
export function runVitest({ root, env, args, messages, progress }) {
  return inReportFolder((folder) => {
    const reportPath = join(folder, 'vitest.json');
    const script = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
    return runAndCount({
      name: 'Vitest',
      command: process.execPath,
      args: [script, 'run', ...reporters, ...args],
      reportPath,
      read: (text) => countVitest(JSON.parse(text)),
      cwd: root,
      env,
      messages,
      progress,
    });
  });
}

/** Whether there are worker tests to run. */
export function hasWorkerTests(root) {
  const folder = join(root, 'workers/train/tests');
  return existsSync(folder) && readdirSync(folder).some((name) => /^test_.*\.py$/.test(name));
}

/** Runs pytest over the workers' tests with `interpreter`. */
export function runPytest({ root, env, interpreter, messages, progress }) {
  return inReportFolder((folder) => {
    const reportPath = join(folder, 'pytest.xml');
    return runAndCount({
      name: 'pytest',
      command: interpreter,
      args: ['-m', 'pytest', 'workers/train/tests', '-q', `--junitxml=${reportPath}`],
      reportPath,
      read: countPytest,
      cwd: root,
      env,
      messages,
      progress,
    });
  });
}
