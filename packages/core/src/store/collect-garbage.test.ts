import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitFiles, manifestFor } from './artifact-store-contract.ts';
import { fanOut } from './blob-folder.ts';
import { collectGarbage } from './collect-garbage.ts';
import type { CollectableStore } from './collectable-store.ts';
import { digestOf } from './durable-file.ts';
import { openFileStore } from './file-store.ts';

describe('collectGarbage', () => {
  let folder: string;
  let store: CollectableStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-garbage-'));
    store = openFileStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const later = () => Date.now() + 60_000;
  const collect = (roots: Digest[]) => collectGarbage({ store, roots, graceMs: 1000, now: later });
  const listed = async () => {
    const all: Digest[] = [];
    for await (const artifact of store.list()) all.push(artifact);
    return all;
  };

  it('keeps what a root reaches over parents, and blobs that something kept shares', async () => {
    const source = await commitFiles(store, 'source', { files: { a: 'shared', b: 'only in the source' } });
    const made = await commitFiles(store, 'made', {
      files: { c: 'made' },
      parents: [{ role: 'from', digest: source }],
    });
    const other = await commitFiles(store, 'other', { files: { a: 'shared', d: 'garbage' } });
    const report = await collect([made]);
    expect(report).toMatchObject({
      removed: [other],
      numArtifactsKept: 2,
      numBlobsRemoved: 1,
      missingRoots: [],
    });
    expect(report.freedBytes).toBeGreaterThan('garbage'.length);
    expect((await listed()).sort()).toEqual([source, made].sort());
    expect(await store.verify(source)).toEqual([]);
    expect(await store.has(other)).toBe(false);
  });

  it('only tells what would go', async () => {
    const made = await commitFiles(store, 'made', { files: { a: 'a' } });
    const report = await collectGarbage({ store, roots: [], graceMs: 0, dryRun: true, now: later });
    expect(report.removed).toEqual([made]);
    expect(await store.verify(made)).toEqual([]);
  });

  it('keeps what is young, what that reaches, and blobs of commits under way', async () => {
    const old = await commitFiles(store, 'old', { files: { a: 'old' } });
    const forgotten = await commitFiles(store, 'forgotten', { files: { a: 'forgotten' } });
    await sleep(1100);
    const young = await commitFiles(store, 'young', { files: {}, parents: [{ role: 'from', digest: old }] });
    await writeFile(
      fanOut(join(folder, 'blobs'), digestOf('old')).replace(/[^/]+$/, 'f'.repeat(64)),
      'loose',
    );
    const report = await collectGarbage({ store, roots: [], graceMs: 1000 });
    expect(report).toMatchObject({ removed: [forgotten], numBlobsRemoved: 1 });
    expect((await listed()).sort()).toEqual([old, young].sort());
  });

  it('makes an artifact young again that is committed again', async () => {
    const commit = () => commitFiles(store, 'again', { files: { a: 'again' } });
    const artifact = await commit();
    await sleep(1100);
    await commit();
    expect((await collectGarbage({ store, roots: [], graceMs: 1000 })).removed).toEqual([]);
    expect(await store.verify(artifact)).toEqual([]);
  });

  it('names roots that are gone, and asks for roots while commits wait', async () => {
    const absent = digestOf('absent');
    const order: string[] = [];
    const draft = await store.draft();
    let committing: Promise<unknown> = Promise.resolve();
    const report = await collectGarbage({
      store,
      graceMs: 0,
      now: later,
      roots: async () => {
        committing = draft.commit(manifestFor('waiting')).then(() => order.push('committed'));
        await sleep(300);
        order.push('roots');
        return [absent];
      },
    });
    order.push('collected');
    await committing;
    expect(order).toEqual(['roots', 'collected', 'committed']);
    expect(report.missingRoots).toEqual([absent]);
    expect(await listed()).toHaveLength(1);
  });

  it('tells what went while nothing that is made again can be seen', async () => {
    const gone = await commitFiles(store, 'again', { files: { a: 'a' } });
    const order: string[] = [];
    let committing: Promise<unknown> = Promise.resolve();
    await collectGarbage({
      store,
      graceMs: 0,
      now: later,
      roots: [],
      onRemoved: async (removed) => {
        committing = commitFiles(store, 'again', { files: { a: 'a' } }).then(() => order.push('made again'));
        await sleep(300);
        order.push(`forgot ${removed.join()}`);
      },
    });
    await committing;
    expect(order).toEqual([`forgot ${gone}`, 'made again']);
    expect(await store.verify(gone)).toEqual([]);
  });

  it('refuses where something kept cannot be read, and removes nothing', async () => {
    const hurt = await commitFiles(store, 'hurt', { files: { a: 'a' } });
    const garbage = await commitFiles(store, 'garbage', { files: { b: 'b' } });
    await rm(`${fanOut(join(folder, 'manifests'), hurt)}.json`);
    await writeFile(`${fanOut(join(folder, 'manifests'), hurt)}.json`, '{}');
    await expect(collect([hurt])).rejects.toMatchObject({ code: 'artifact-corrupt' });
    expect(await store.verify(garbage)).toEqual([]);
  });

  it('never takes what is reachable, whatever the graph', async () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(graph, fc.array(fc.nat(7), { maxLength: 2 }), async (edges, rootNumbers) => {
        const made: { digest: Digest; parents: Digest[] }[] = [];
        for (const [index, targets] of edges.entries()) {
          const parents = targets.flatMap((target) => made[target % Math.max(1, index)]?.digest ?? []);
          const digest = await commitFiles(store, `node ${index}`, {
            files: { own: `own ${index}`, shared: `shared ${index % 2}` },
            parents: parents.map((parent) => ({ role: 'from', digest: parent })),
          });
          made.push({ digest, parents });
        }
        const roots = rootNumbers.flatMap((number) => made[number % made.length]?.digest ?? []);
        const reachable = new Set(roots);
        for (const { digest, parents } of [...made].reverse()) {
          if (reachable.has(digest)) for (const parent of parents) reachable.add(parent);
        }
        await collect(roots);
        expect((await listed()).sort()).toEqual([...reachable].sort());
        for (const artifact of reachable) expect(await store.verify(artifact)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('leaves no broken artifact where commits and sweeps run at once', async () => {
    const commits = Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 8; round += 1) {
        await commitFiles(store, `writer ${writer}`, { files: { a: `same ${round % 3}`, b: 'always' } });
      }
    });
    const sweeps = Array.from({ length: 8 }, () =>
      collectGarbage({ store, roots: [], graceMs: 0, now: later }),
    );
    await Promise.all([...commits, ...sweeps]);
    for (const artifact of await listed()) expect(await store.verify(artifact)).toEqual([]);
    expect(await readdir(folder)).not.toContain('sweep.lock');
  });
});
