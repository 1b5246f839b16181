// Starts a small tour as a newcomer would, in a home of its own, and reads its summary.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cli = join(root, 'packages/cli/bin/slipway.mjs');

/**
 * @param options.home folder of all state
 * @param options.args further arguments of `slipway start`
 * @returns {{child, ended: Promise<{code, signal, summary, log}>}}
 */
export function startTour({ home, args = [], env = {} }) {
  const child = spawn(
    process.execPath,
    [cli, 'start', '--small', '--exit', '--json', '--port', '0', ...args],
    {
      cwd: root,
      env: { ...process.env, ...env, SLIPWAY_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let log = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const ended = new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, summary: parseLast(out), log }));
  });
  return { child, ended };
}

/** Step outputs of a summary by step and output: what must be equal between two tours. */
export function readDigests(summary) {
  return Object.fromEntries(summary.steps.map((step) => [step.name, step.outputs]));
}

function parseLast(text) {
  const line = text.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
