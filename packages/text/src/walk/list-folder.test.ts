import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFolder } from './list-folder.ts';

describe('listFolder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-walk-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(...paths: string[]): Promise<void> {
    for (const path of paths) {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), path);
    }
  }

  it('lists by path in code units and skips what is hidden or installed', async () => {
    await write(
      'b.md',
      'a/z.md',
      'a.md',
      'B.md',
      'é.md',
      '.hidden.md',
      '.git/x.md',
      'node_modules/y.md',
      'a/pic.png',
      'LICENSE',
    );
    const listing = await listFolder(root, { accept: (path) => path.endsWith('.md') });
    expect(listing.files.map(({ path }) => path)).toEqual(['B.md', 'a.md', 'a/z.md', 'b.md', 'é.md']);
    expect(listing.files[0]).toEqual({ path: 'B.md', sizeBytes: 4 });
    expect(listing.setAside).toEqual([]);
    expect(listing.numUnwanted).toEqual({ '': 1, '.png': 1 });
  });

  it('ends with as many files as are asked for', async () => {
    await write('a/b.md', 'a/c.md', 'd.md');
    const { files } = await listFolder(root, { maxFiles: 1 });
    expect(files.map(({ path }) => path)).toEqual(['a/b.md']);
  });

  it('refuses loops, links outside, links to folders and what is no file, with reasons', async () => {
    await write('a/b/c.md', 'data/target.md', '.store/real.md');
    await symlink('..', join(root, 'a/b/loop'));
    await symlink('/etc/hostname', join(root, 'outside.md'));
    await symlink('data', join(root, 'folder'));
    await symlink('self', join(root, 'self'));
    await symlink('nowhere', join(root, 'broken.md'));
    await symlink('.store/real.md', join(root, 'linked.md'));
    execFileSync('mkfifo', [join(root, 'pipe.md')]);
    const listing = await listFolder(root);
    expect(listing.files.map(({ path }) => path)).toEqual(['a/b/c.md', 'data/target.md', 'linked.md']);
    expect(Object.fromEntries(listing.setAside.map(({ path, reason }) => [path, reason]))).toEqual({
      'a/b/loop': 'symlink-loop',
      'broken.md': 'symlink-broken',
      folder: 'symlink-folder',
      'outside.md': 'symlink-outside',
      'pipe.md': 'not-a-file',
      self: 'symlink-loop',
    });
  });

  it('says of a name that is not UTF-8 that it is none', async () => {
    await write('港口 🚢.md');
    await writeFile(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff, 0xfe])]), 'x');
    const { files, setAside } = await listFolder(root);
    expect(files.map(({ path }) => path)).toEqual(['港口 🚢.md']);
    expect(setAside).toMatchObject([{ reason: 'invalid-name', detail: expect.stringContaining('another') }]);
  });

  it('takes a single file as a folder of one', async () => {
    await write('a.md', 'b.md');
    expect((await listFolder(join(root, 'a.md'))).files).toEqual([{ path: 'a.md', sizeBytes: 4 }]);
  });

  it('says what to do where there is nothing', async () => {
    await expect(listFolder(join(root, 'none'))).rejects.toMatchObject({
      code: 'documents-missing',
      hint: expect.stringContaining('path'),
    });
  });

  it('works on while files vanish', async () => {
    await write(...Array.from({ length: 300 }, (_, at) => `d/f${at}.md`));
    const [listing] = await Promise.all([
      listFolder(root),
      rm(join(root, 'd'), { recursive: true, force: true, maxRetries: 5 }),
    ]);
    expect(listing.setAside.every(({ reason }) => reason === 'vanished')).toBe(true);
  });
});
