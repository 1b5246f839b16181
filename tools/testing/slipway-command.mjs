// Asks the built command line for what tests need and it alone knows how to make: the workers' Python environment and
// a small real model. Invariant: the last line of its standard output that names an existing file is the answer.
// Refuses: to know where the command line keeps them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';

function readPath(lines) {
  for (const line of [...lines].reverse()) {
    const quoted = [...line.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
    const found = [line.trim(), ...quoted].find((text) => text.startsWith('/') && existsSync(text));
    if (found) return found;
  }
  return undefined;
}

/**
 * Runs `slipway ...args` and reads a path from what it prints.
 * @returns {Promise<{path?: string, isKnown: boolean, detail: string}>} `isKnown` is false where the command does not exist
 */
export async function askForPath({ root, args, environment, update }) {
  const cli = join(root, 'packages/cli/bin/slipway.mjs');
  if (!existsSync(cli)) return { isKnown: false, detail: '' };
  const onLine = (line) => update?.(line.replace(/^[✓…✗]\s*/, '').slice(0, 100));
  const result = await runCommand(process.execPath, [cli, ...args], { cwd: root, env: environment, onLine });
  const isKnown = !result.tail.some((line) => /unknown (command|option)|too many arguments/.test(line));
  const detail = result.tail.filter((line) => line.trim()).at(-1) ?? '';
  return { path: result.code === 0 ? readPath(result.stdout) : undefined, isKnown, detail };
}
