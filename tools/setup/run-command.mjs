// Runs one command and keeps what it said. Children started here are ended when this process is told to stop, so a
// Ctrl-C during set-up leaves nothing behind; the next start goes on from what is there.
// Refuses: a shell (arguments are passed as they are) and unbounded memory (only the last lines are kept).

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const numTailLines = 400;
const running = new Set();

/** Ends the children that are still running. */
export function stopRunningCommands(signal = 'SIGTERM') {
  for (const child of running) child.kill(signal);
}

/**
 * Runs `command` to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, timeoutMs?: number,
 *   stderr?: 'capture' | 'inherit'}} options
 * @returns {Promise<{code: number, tail: string[], stdout: string[], missing: boolean}>} never rejects; `missing`: no such command
 */
export function runCommand(command, args, { cwd, env, onLine, timeoutMs, stderr = 'capture' } = {}) {
  return new Promise((resolve) => {
    const tail = [];
    const stdout = [];
    const keep = (list, line) => {
      list.push(line);
      if (list.length > numTailLines) list.shift();
    };
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', stderr === 'inherit' ? 'inherit' : 'pipe'],
    });
    running.add(child);
    // Not spawn's own `timeout`, whose timer outlives a command that is not there.
    const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const finish = (result) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ tail, stdout, missing: false, ...result });
    };
    const listen = (stream, isStdout) => {
      if (!stream) return;
      createInterface({ input: stream }).on('line', (line) => {
        keep(tail, line);
        if (isStdout) keep(stdout, line);
        onLine?.(line);
      });
    };
    listen(child.stdout, true);
    listen(child.stderr, false);
    child.on('error', (error) => {
      keep(tail, error.message);
      finish({ code: 127, missing: error.code === 'ENOENT' });
    });
    child.on('close', (code) => finish({ code: code ?? 1 }));
  });
}
