/**
 * Archives for tests, made with real libraries; and zip files with names that no library would write.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { create } from 'tar';

export type Members = Record<string, Uint8Array | string>;

const toBytes = (content: Uint8Array | string) => new Uint8Array(Buffer.from(content));

/** A zip file; names are written as they are, also evil ones. */
export function makeZip(members: Members): Buffer {
  const entries = Object.entries(members).map(([name, content]) => [name, toBytes(content)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 6 }));
}

/** A gzipped tar file. */
export async function makeTarball(members: Members): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-tarball-'));
  try {
    for (const [name, content] of Object.entries(members)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await create({ cwd: folder, file: join(folder, '.made.tgz'), gzip: true }, Object.keys(members));
    return await readFile(join(folder, '.made.tgz'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
