/**
 * An empty PGlite cluster to copy: making one takes seconds of computing, copying it a fraction of one.
 * Invariant: made once for each version of PGlite and kept under node_modules/.cache, where it appears whole.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

let loading: Promise<Blob> | undefined;

/** Contents for `openPglite`. */
export function loadEmptyCluster(): Promise<Blob> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Blob> {
  const path = findCachePath();
  const cached = await readFile(path).catch(() => undefined);
  if (cached) return new Blob([cached]);
  const made = await makeCluster();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, Buffer.from(await made.arrayBuffer()));
  await rename(temporary, path);
  return made;
}

function findCachePath(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const marker = `${join('/', 'node_modules', '/')}`;
  const modules = entry.slice(0, entry.indexOf(marker) + marker.length);
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string;
  };
  return join(modules, '.cache', 'slipway', `pglite-${version}.tar`);
}

async function makeCluster(): Promise<Blob> {
  const client = await PGlite.create();
  try {
    return await client.dumpDataDir('none');
  } finally {
    await client.close();
  }
}
