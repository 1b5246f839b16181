// `npm start`: from a fresh clone to the tour. Checks the machine, installs and builds what changed, then becomes the
// command line's `start`, with every argument passed on.
// Invariant: set-up speaks on standard error only, so `--json` leaves standard output to the command line.
// Refuses: to know any argument; those belong to `slipway start`.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './setup/run-tool.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function start({ language, messages, release }) {
  const { prepareRepository } = await import('./setup/prepare.mjs');
  const { handOver } = await import('./setup/hand-over.mjs');
  const { python } = await prepareRepository({ root, language, messages });
  release();
  const cli = join(root, 'packages/cli/bin/slipway.mjs');
  const env = { ...process.env, SLIPWAY_PYTHON: python.path };
  return await handOver([cli, 'start', ...process.argv.slice(2)], { cwd: process.cwd(), env });
}

await runTool(start);
