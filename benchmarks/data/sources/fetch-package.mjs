// Fetches a package through its registry's ordinary client into the cache: `apt-get download`, `npm pack`, `pip download`.
// Invariant: a package appears under its final name only when it is whole; one that is there is not fetched again.
// Refuses: to install anything; a package that a registry does not have is reported as missing, not replaced.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const python = process.env.SLIPWAY_PYTHON ?? 'python3';

const clients = {
  debian: ({ name }) => ['apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '--quiet', name]],
  npm: ({ name, version }) => ['npm', ['pack', '--silent', `${name}@${version}`]],
  pypi: ({ name, version }) => [
    python,
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-build-isolation', `${name}==${version}`],
  ],
};

/** `{name, registry, file, found}`: where the package lies and the file name with its version; `file` is undefined if it cannot be had. */
export async function fetchPackage(wanted, cache) {
  const { name, registry } = wanted;
  const folder = join(cache, 'packages', registry, name.replace('/', '-'));
  await mkdir(folder, { recursive: true });
  const present = (await readdir(folder)).find((file) => !file.startsWith('.'));
  if (present) return { name, registry, file: join(folder, present), found: present };
  const temporary = await mkdtemp(join(folder, '.fetching-'));
  try {
    const [command, args] = clients[registry](wanted);
    await run(command, args, { cwd: temporary, maxBuffer: 1 << 24 });
    const [found] = await readdir(temporary);
    await rename(join(temporary, found), join(folder, found));
    return { name, registry, file: join(folder, found), found };
  } catch (error) {
    return { name, registry, problem: String(error.message).split('\n')[0] };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
