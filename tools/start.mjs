// `npm start`: from a fresh clone to the tour. Checks the machine, installs and builds what changed, then becomes the
// command line's `start`, with every argument passed on.
// Invariant: set-up speaks on standard error only, so `--json` leaves standard output to the command line.
// Refuses: to know any argument but the call for help, which needs no set-up where there has been one; the others belong
// to `slipway start`.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './setup/run-tool.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function start({ language, messages, release }) {
  const { prepareRepository } = await import('./setup/prepare.mjs');
  const { handOver } = await import('./setup/hand-over.mjs');
  const args = process.argv.slice(2);
  const asksForHelp = args.includes('--help') || args.includes('-h');
  const isBuilt = existsSync(join(root, 'packages/cli/dist/index.js'));
  const env = { ...process.env };
  if (!asksForHelp || !isBuilt) {
    const { python } = await prepareRepository({ root, language, messages });
    env.SLIPWAY_PYTHON = python.path;
  }
  release();
  const cli = join(root, 'packages/cli/bin/slipway.mjs');
  return await handOver([cli, 'start', ...args], { cwd: process.cwd(), env });
}

await runTool(start);
