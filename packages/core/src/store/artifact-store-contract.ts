/**
 * The contract every artifact store keeps, as a suite of tests that each implementation runs.
 * Invariant: nothing here knows which store it tests; damage is done through the fixture.
 */
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type Digest } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactDraft, ManifestDraft } from '../ports/artifact-store.ts';
import type { CollectableStore } from './collectable-store.ts';
import { digestOf } from './durable-file.ts';

export interface StoreFixture {
  store: CollectableStore;
  /** A second opening of the same store, as another process or machine would have: nothing remembered. */
  reopen(): Promise<CollectableStore>;
  /** Changes bytes of a stored file behind the store's back. */
  damage(file: Digest): Promise<void>;
  /** Removes a stored file behind the store's back. */
  lose(file: Digest): Promise<void>;
  dispose(): Promise<void>;
}

const absent = `sha256:${'0'.repeat(64)}` as Digest;

/** A manifest to commit; equal arguments give equal manifests. */
export function manifestFor(name: string, parents: ManifestDraft['parents'] = []): ManifestDraft {
  return {
    kind: 'dataset',
    name,
    stage: 'contract',
    stageVersion: '1',
    spec: { name },
    parents,
    licences: [{ spdx: 'CC0-1.0' }],
    facts: { numDocuments: 1 },
  };
}

/** Commits an artifact of small files. */
export async function commitFiles(
  store: CollectableStore,
  name: string,
  options: { files: Record<string, string | Uint8Array>; parents?: ManifestDraft['parents'] },
): Promise<Digest> {
  const draft = await store.draft();
  for (const [path, content] of Object.entries(options.files)) await draft.writeFile(path, content);
  return draft.commit(manifestFor(name, options.parents));
}

/**
 * Declares the suite.
 * @param name which store
 * @param open opens an empty one
 */
export function describeArtifactStore(name: string, open: () => Promise<StoreFixture>): void {
  describe(`artifact store: ${name}`, () => {
    const current: { fixture?: StoreFixture; folder?: string } = {};
    beforeEach(async () => {
      current.fixture = await open();
      current.folder = await mkdtemp(join(tmpdir(), 'slipway-store-contract-'));
    });
    afterEach(async () => {
      await current.fixture?.dispose();
      if (current.folder) await rm(current.folder, { recursive: true, force: true });
    });
    const fixture = () => current.fixture as StoreFixture;
    const folder = () => current.folder as string;
    defineCommitTests(fixture);
    defineReadTests(fixture, folder);
    defineDraftTests(fixture, folder);
    defineDamageTests(fixture);
  });
}

function defineCommitTests(fixture: () => StoreFixture): void {
  it('names an artifact by the SHA-256 of its canonical manifest, files sorted by path', async () => {
    const { store } = fixture();
    const artifact = await commitFiles(store, 'one', {
      files: { 'b.txt': 'b', 'a/ü.txt': 'ä', 'a.txt': '' },
    });
    const manifest = await store.readManifest(artifact);
    expect(manifest.files.map((file) => file.path)).toEqual(['a.txt', 'a/ü.txt', 'b.txt']);
    expect(manifest.files[2]).toEqual({ path: 'b.txt', sizeBytes: 1, digest: digestOf('b') });
    expect(artifact).toBe(digestOf(canonicalJson(manifest)));
    expect(await store.has(artifact)).toBe(true);
  });

  it('gives equal digests to equal artifacts, and stores equal files once', async () => {
    const { store } = fixture();
    const files = { 'a.txt': 'same', 'b.txt': 'same' };
    const first = await commitFiles(store, 'twin', { files });
    const second = await commitFiles(store, 'twin', { files });
    const other = await commitFiles(store, 'other', { files });
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect((await collect(store.listBlobs())).map((item) => item.digest)).toEqual([digestOf('same')]);
    expect((await collect(store.list())).sort()).toEqual([first, other].sort());
  });

  it('commits the same artifact from several drafts at once', async () => {
    const { store } = fixture();
    const commit = () => commitFiles(store, 'race', { files: { 'a.txt': 'a', 'b.txt': 'b' } });
    const artifacts = await Promise.all([commit(), commit(), commit(), commit()]);
    expect(new Set(artifacts).size).toBe(1);
    expect(await store.verify(artifacts[0] as Digest)).toEqual([]);
  });

  it('shows nothing of a draft before it is committed, and nothing after it is discarded', async () => {
    const { store } = fixture();
    const draft = await store.draft();
    await draft.writeFile('a.txt', 'a');
    expect(await collect(store.list())).toEqual([]);
    await draft.discard();
    await draft.discard();
    expect(await collect(store.list())).toEqual([]);
    expect(await collect(store.listBlobs())).toEqual([]);
  });

  it('holds artifacts without files', async () => {
    const { store } = fixture();
    const artifact = await commitFiles(store, 'empty', { files: {} });
    expect((await store.readManifest(artifact)).files).toEqual([]);
    expect(await store.has(artifact)).toBe(true);
  });
}

function defineReadTests(fixture: () => StoreFixture, folder: () => string): void {
  it('gives back any bytes under any safe path', async () => {
    const { store } = fixture();
    const part = fc.stringMatching(/^[a-z0-9_ 中文é-]{1,12}$/);
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.bin`);
    const files = fc.dictionary(path, fc.uint8Array({ maxLength: 2000 }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(files, async (content) => {
        const artifact = await commitFiles(store, 'any', { files: content });
        for (const [name, bytes] of Object.entries(content)) {
          const read = await readFile(await store.locateFile(artifact, name));
          expect(read.equals(bytes)).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('serves another opening of the same store', async () => {
    const { store, reopen } = fixture();
    const artifact = await commitFiles(store, 'one', { files: { 'a.txt': 'hello' } });
    const other = await reopen();
    expect(await other.has(artifact)).toBe(true);
    expect(await readFile(await other.locateFile(artifact, 'a.txt'), 'utf8')).toBe('hello');
    expect(await other.readManifest(artifact)).toEqual(await store.readManifest(artifact));
  });

  it('lays out an artifact under its own names, over what lay there', async () => {
    const { store } = fixture();
    const artifact = await commitFiles(store, 'tree', { files: { 'a/b/c.txt': 'c', 'd.txt': 'd' } });
    const target = join(folder(), 'out');
    await mkdir(target);
    await writeFile(join(target, 'd.txt'), 'something else');
    await store.materialise(artifact, target);
    await store.materialise(artifact, target);
    expect(await readFile(join(target, 'a/b/c.txt'), 'utf8')).toBe('c');
    expect(await readFile(join(target, 'd.txt'), 'utf8')).toBe('d');
    expect((await readdir(target)).sort()).toEqual(['a', 'd.txt']);
  });

  it("hands out files of one's own that can be changed without harm to the stored ones", async () => {
    const { store } = fixture();
    const artifact = await commitFiles(store, 'export', {
      files: { 'model.bin': 'weights', 'a/b.txt': 'b' },
    });
    const target = join(folder(), 'own');
    await store.materialise(artifact, target, { isOwn: true });
    for (const path of ['model.bin', 'a/b.txt']) await appendFile(join(target, path), ' changed');
    expect(await readFile(join(target, 'model.bin'), 'utf8')).toBe('weights changed');
    expect(await store.verify(artifact)).toEqual([]);
    expect(await readFile(await store.locateFile(artifact, 'model.bin'), 'utf8')).toBe('weights');
  });

  it('says what is missing', async () => {
    const { store } = fixture();
    const artifact = await commitFiles(store, 'one', { files: { 'a.txt': 'a' } });
    expect(await store.has(absent)).toBe(false);
    await expect(store.readManifest(absent)).rejects.toMatchObject({ code: 'artifact-missing' });
    await expect(store.locateFile(absent, 'a.txt')).rejects.toMatchObject({ code: 'artifact-missing' });
    await expect(store.locateFile(artifact, 'b.txt')).rejects.toMatchObject({ code: 'artifact-missing' });
  });
}

function defineDraftTests(fixture: () => StoreFixture, folder: () => string): void {
  it('takes files written into its folder and files that lie elsewhere, which stay as they are', async () => {
    const { store } = fixture();
    const source = join(folder(), 'source.txt');
    await writeFile(source, 'from elsewhere');
    const draft = await store.draft();
    await mkdir(join(draft.directory, 'sub/empty'), { recursive: true });
    await writeFile(join(draft.directory, 'sub/own.txt'), 'own');
    await draft.addFile('given.txt', source);
    const artifact = await draft.commit(manifestFor('mixed'));
    expect((await store.readManifest(artifact)).files.map((file) => file.path)).toEqual([
      'given.txt',
      'sub/own.txt',
    ]);
    await writeFile(source, 'changed afterwards');
    expect(await readFile(await store.locateFile(artifact, 'given.txt'), 'utf8')).toBe('from elsewhere');
    expect(await store.verify(artifact)).toEqual([]);
  });

  it('takes files of other artifacts', async () => {
    const { store } = fixture();
    const first = await commitFiles(store, 'first', { files: { 'model.bin': 'weights' } });
    const draft = await store.draft();
    const model = await store.locateFile(first, 'model.bin');
    await draft.addFile('other.bin', model);
    await draft.writeFile('other.bin', 'weights');
    await draft.addFile('again.bin', model);
    await draft.addFile('again.bin', model);
    const second = await draft.commit(manifestFor('second', [{ role: 'base', digest: first }]));
    expect(await readFile(await store.locateFile(second, 'again.bin'), 'utf8')).toBe('weights');
    expect(await store.verify(first)).toEqual([]);
    expect(await collect(store.listBlobs())).toHaveLength(1);
  });

  it('refuses paths that lead elsewhere, links, and a second commit', async () => {
    const { store } = fixture();
    const draft = await store.draft();
    for (const path of ['../a', '/a', 'a/../b', '', 'a//b', 'a\\b']) {
      await expect(draft.writeFile(path, 'x')).rejects.toThrow();
    }
    await symlink('/etc/hostname', join(draft.directory, 'link'));
    await expect(draft.commit(manifestFor('link'))).rejects.toMatchObject({ code: 'internal' });
    const other: ArtifactDraft = await store.draft();
    await other.commit(manifestFor('once'));
    await expect(other.commit(manifestFor('once'))).rejects.toMatchObject({ code: 'internal' });
    expect(await collect(store.list())).toHaveLength(1);
  });
}

function defineDamageTests(fixture: () => StoreFixture): void {
  it('finds damaged bytes on read and by verifying, and heals by making the artifact again', async () => {
    const { store, reopen, damage } = fixture();
    const make = (target: CollectableStore) =>
      commitFiles(target, 'hurt', { files: { 'a.txt': 'good bytes', 'b.txt': 'b' } });
    const artifact = await make(store);
    const stamp = await store.stamp(artifact);
    expect(await store.stamp(artifact)).toBe(stamp);
    await damage(digestOf('good bytes'));
    const other = await reopen();
    expect(await other.stamp(artifact)).not.toBe(stamp);
    expect(await other.verify(artifact)).toEqual([
      { path: 'a.txt', problem: expect.stringContaining('hash to') },
    ]);
    await expect(other.locateFile(artifact, 'a.txt')).rejects.toMatchObject({
      code: 'artifact-corrupt',
      hint: expect.stringContaining('again'),
    });
    expect(await other.has(artifact)).toBe(false);
    expect(await make(other)).toBe(artifact);
    expect(await readFile(await other.locateFile(artifact, 'a.txt'), 'utf8')).toBe('good bytes');
    expect(await other.verify(artifact)).toEqual([]);
  });

  it('finds lost bytes', async () => {
    const { store, reopen, lose } = fixture();
    const artifact = await commitFiles(store, 'lost', { files: { 'a.txt': 'here today' } });
    await lose(digestOf('here today'));
    const other = await reopen();
    expect(await other.has(artifact)).toBe(false);
    await expect(other.locateFile(artifact, 'a.txt')).rejects.toMatchObject({ code: 'artifact-corrupt' });
    expect(await other.verify(artifact)).toEqual([{ path: 'a.txt', problem: 'its bytes are gone' }]);
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
