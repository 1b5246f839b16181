// Becomes another program as nearly as Node can: standard streams inherited, signals forwarded, its exit code ours.
// Invariant: a Ctrl-C in a terminal reaches the child once (the terminal sends it to the whole group already).
// Refuses: to print anything.

import { spawn } from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `process.execPath ...args` in our place.
 * @returns {Promise<number>} the exit code; 128 + the signal's number where a signal ended it
 */
export function handOver(args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: 'inherit' });
    const forward = (signal) => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      const numbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
      resolve(code ?? 128 + (numbers[signal] ?? 0));
    });
  });
}
