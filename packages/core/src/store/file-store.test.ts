import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commitFiles, describeArtifactStore, manifestFor } from './artifact-store-contract.ts';
import { fanOut } from './blob-folder.ts';
import { digestOf } from './durable-file.ts';
import { openFileStore } from './file-store.ts';

describeArtifactStore('files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-store-'));
  const blobPath = (digest: Parameters<typeof fanOut>[1]) => fanOut(join(directory, 'blobs'), digest);
  return {
    store: openFileStore(directory),
    reopen: async () => openFileStore(directory),
    damage: async (digest) => {
      await chmod(blobPath(digest), 0o644);
      await writeFile(blobPath(digest), 'evil bytes');
    },
    lose: (digest) => rm(blobPath(digest)),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
});

describe('file store', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
  const makeFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-store-'));
    folders.push(folder);
    return folder;
  };

  it('links what nobody may write, and keeps blobs read-only', async () => {
    const directory = await makeFolder();
    const store = openFileStore(directory);
    const artifact = await commitFiles(store, 'one', { files: { 'a.txt': 'a' } });
    const blob = await stat(await store.locateFile(artifact, 'a.txt'));
    expect(blob.mode & 0o222).toBe(0);
    await store.materialise(artifact, join(directory, 'out'));
    expect((await stat(join(directory, 'out/a.txt'))).ino).toBe(blob.ino);
  });

  it('copies what someone may still write, and leaves its mode alone', async () => {
    const directory = await makeFolder();
    const store = openFileStore(join(directory, 'store'));
    const source = join(directory, 'source');
    await writeFile(source, 'still mine');
    const draft = await store.draft();
    await draft.addFile('a', source);
    const artifact = await draft.commit(manifestFor('copied'));
    expect((await stat(source)).mode & 0o200).toBe(0o200);
    expect((await stat(source)).ino).not.toBe((await stat(await store.locateFile(artifact, 'a'))).ino);
  });

  it('copies what its owner made read-only: they could make it writable again', async () => {
    const directory = await makeFolder();
    const store = openFileStore(join(directory, 'store'));
    const source = join(directory, 'source');
    await writeFile(source, 'read-only', { mode: 0o444 });
    const draft = await store.draft();
    await draft.addFile('a', source);
    const artifact = await draft.commit(manifestFor('read-only'));
    await chmod(source, 0o644);
    await writeFile(source, 'changed afterwards');
    expect(await readFile(await store.locateFile(artifact, 'a'), 'utf8')).toBe('read-only');
  });

  it('follows a relative link to a read-only file, as a hub keeps its downloads', async () => {
    const directory = await makeFolder();
    const store = openFileStore(join(directory, 'store'));
    await mkdir(join(directory, 'blobs'));
    await mkdir(join(directory, 'snapshots'));
    await writeFile(join(directory, 'blobs/abc'), 'weights', { mode: 0o444 });
    await symlink('../blobs/abc', join(directory, 'snapshots/model.gguf'));
    const draft = await store.draft();
    await draft.addFile('a', join(directory, 'snapshots/model.gguf'));
    const artifact = await draft.commit(manifestFor('followed'));
    expect(await readFile(await store.locateFile(artifact, 'a'), 'utf8')).toBe('weights');
    expect((await lstat(await store.locateFile(artifact, 'a'))).isFile()).toBe(true);
  });

  it('reads a large file once, and again only after it changed', async () => {
    const directory = await makeFolder();
    const content = Buffer.alloc(9 << 20, 7);
    const artifact = await commitFiles(openFileStore(directory), 'large', { files: { a: content } });
    const blob = fanOut(join(directory, 'blobs'), digestOf(content));
    // Another process trusts the note: bytes that change behind an unchanged change time are found by `verify` alone.
    const { atime, mtime } = await stat(blob);
    const note = fanOut(join(directory, 'verified'), digestOf(content));
    await expect(stat(note)).resolves.toBeDefined();
    await expect(openFileStore(directory).locateFile(artifact, 'a')).resolves.toBe(blob);
    await chmod(blob, 0o644);
    content[1000] = 8;
    await writeFile(blob, content);
    await utimes(blob, atime, new Date(mtime.getTime() + 5000));
    await expect(openFileStore(directory).locateFile(artifact, 'a')).rejects.toMatchObject({
      code: 'artifact-corrupt',
    });
    expect(await readdir(join(directory, 'damaged'))).toHaveLength(1);
  });

  it('leaves no draft behind', async () => {
    const directory = await makeFolder();
    const store = openFileStore(directory);
    await commitFiles(store, 'one', { files: { 'a.txt': 'a' } });
    const failing = await store.draft();
    await expect(failing.commit({ ...manifestFor('bad'), kind: 'nonsense' as 'dataset' })).rejects.toThrow();
    expect(await readdir(join(directory, 'drafts'))).toEqual([]);
  });

  it('sweeps drafts of dead processes only', async () => {
    const directory = await makeFolder();
    const store = openFileStore(directory);
    const mine = await store.draft();
    const theirs = await store.draft();
    const owner = { pid: 2 ** 22 + 1, startedAt: 'long ago' };
    await writeFile(join(theirs.directory, '../owner.json'), JSON.stringify(owner));
    expect(await store.sweepDrafts()).toBe(0);
    expect(await store.sweepDrafts({ olderThanMs: 0 })).toBe(1);
    await mine.writeFile('a', 'a');
    await expect(mine.commit(manifestFor('mine'))).resolves.toMatch(/^sha256:/);
  });

  it('says so when the disk is full, and shows nothing half-made', async (context) => {
    const directory = await makeFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory], { stdio: 'ignore' });
    } catch {
      return context.skip('needs leave to mount a small file system');
    }
    try {
      const store = openFileStore(join(directory, 'store'));
      const kept = await commitFiles(store, 'kept', { files: { a: Buffer.alloc(1 << 20, 1) } });
      const failing = commitFiles(store, 'failing', { files: { a: 'small', b: Buffer.alloc(2 << 20, 2) } });
      await expect(failing).rejects.toMatchObject({
        code: 'disk-full',
        hint: expect.stringContaining('space'),
      });
      await store.sweepDrafts({ olderThanMs: 0 });
      const left = [];
      for await (const artifact of store.list()) left.push(artifact);
      expect(left).toEqual([kept]);
      expect(await store.verify(kept)).toEqual([]);
    } finally {
      execFileSync('umount', [directory], { stdio: 'ignore' });
    }
  });
});
