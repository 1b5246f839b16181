// The one place that calls npm: for the packages of the lock file and for `npm run build`. Uses the npm that called us where
// there is one (`npm start` sets npm_execpath), else the one on the PATH.
// Refuses: to change package-lock.json.

import { runCommand } from './run-command.mjs';

function npmCommand(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

/** Runs npm with `args`; answers as `runCommand` does. */
export function runNpm(args, options) {
  const [command, all] = npmCommand(args);
  return runCommand(command, all, options);
}

/** The address of the registry that npm is set up for, without credentials. */
export async function readRegistry(root) {
  const { stdout } = await runNpm(['config', 'get', 'registry'], { cwd: root, timeoutMs: 20_000 });
  return (stdout.at(-1) ?? 'https://registry.npmjs.org/').replace(/\/\/[^/@]*@/, '//');
}
