// The benchmarks of the repository: folders of `benchmarks/` with a `run` script, and how to start each kind.
// Refuses: a name that is not a folder's; the caller lists those that there are.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const kinds = {
  'run.mjs': (path) => ({ command: process.execPath, args: [path] }),
  // Node 20 does not read TypeScript by itself.
  'run.ts': (path) => ({ command: process.execPath, args: ['--import', 'jiti/register', path] }),
  'run.py': (path, python) => ({ command: python ?? 'python3', args: [path] }),
  'run.sh': (path) => ({ command: 'bash', args: [path] }),
};

const scriptIn = (folder) => Object.keys(kinds).find((name) => existsSync(join(folder, name)));

/** Names of the benchmarks, sorted. */
export function listBenchmarks(root) {
  const folder = join(root, 'benchmarks');
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map((entry) => entry.name)
    .filter((name) => scriptIn(join(folder, name)))
    .sort();
}

/** How to start the benchmark `name`: `{command, args}`. */
export function locateBenchmark({ root, name, python }) {
  const folder = join(root, 'benchmarks', name);
  const script = scriptIn(folder);
  return kinds[script](join(folder, script), python);
}
