// A Python environment of a benchmark's own, with the packages of its peer.
// Invariant: one that was made half is made anew; the packages of another list are not taken for these.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxBuffer = 1 << 26;

/**
 * @param folder where the environment stands or will stand
 * @param packages arguments of `pip install`: names with versions, or `-r` and a file
 * @param say told what is installed, for it may take minutes
 * @returns the path of its Python; rejects where a package cannot be had
 */
export async function ensurePython(folder, packages, say) {
  const python = join(folder, 'bin', 'python');
  const ready = join(
    folder,
    `ready-${createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12)}`,
  );
  if (existsSync(ready)) return python;
  say(`installing the peers (${packages.join(', ')})`);
  await rm(folder, { recursive: true, force: true });
  await run(process.env.SLIPWAY_PYTHON ?? 'python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', ...packages], { maxBuffer });
  await writeFile(ready, '');
  return python;
}
