import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactKind, type Digest, type TraceNode, trace } from '@slipway/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { findTableDifferences } from '../database/table-agreement.ts';
import type { ManifestDraft } from '../ports/artifact-store.ts';
import type { CollectableStore } from '../store/collectable-store.ts';
import { digestOf } from '../store/durable-file.ts';
import { openFileStore } from '../store/file-store.ts';
import { describeOnBothDatabases } from '../testing/database-fixture.ts';
import type { LineageExtension } from './lineage-extension.ts';
import { artifactParents, artifacts, documents, stepResults } from './lineage-tables.ts';
import { type Lineage, openLineage } from './open-lineage.ts';

const kept = digestOf('kept document');
const dropped = digestOf('dropped document');
const binary = digestOf('binary document');

interface Made {
  documents: Digest;
  dataset: Digest;
  pairs: Digest;
  base: Digest;
  adapter: Digest;
}

const lines = (records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function make(
  store: CollectableStore,
  kind: ArtifactKind,
  content: {
    files?: Record<string, string>;
    parents?: ManifestDraft['parents'];
    facts?: ManifestDraft['facts'];
    name?: string;
    spec?: ManifestDraft['spec'];
  } = {},
): Promise<Digest> {
  const draft = await store.draft();
  for (const [path, text] of Object.entries(content.files ?? {})) await draft.writeFile(path, text);
  return draft.commit({
    kind,
    name: content.name ?? kind,
    stage: `make-${kind}`,
    stageVersion: '1',
    spec: content.spec ?? { size: 3 },
    parents: content.parents ?? [],
    licences: kind === 'documents' ? [{ spdx: 'MIT', source: 'LICENSE' }] : [],
    facts: content.facts ?? {},
  });
}

async function makeChain(store: CollectableStore): Promise<Made> {
  const source = await make(store, 'documents', {
    files: {
      'documents.jsonl': lines([
        { path: 'guide/a.md', document: kept, sizeBytes: 3 },
        { path: 'guide/b.md', document: dropped, sizeBytes: 3 },
        { path: 'copy/a.md', document: kept, sizeBytes: 3 },
      ]),
      'set-aside.jsonl': lines([
        { path: 'guide/c.md', document: binary, reason: 'binary' },
        { path: 'guide/d.md', reason: 'unreadable', detail: 'EACCES' },
      ]),
    },
    facts: { numDocuments: 2063, numSetAside: 2 },
  });
  const row = { document: kept, path: 'guide/a.md', title: 'A', format: 'markdown', language: 'en' };
  const dataset = await make(store, 'dataset', {
    files: {
      'documents.jsonl': lines([{ ...row, split: 'heldout', text: `see ${dropped}` }]),
      'dropped.jsonl': lines([
        { path: 'guide/b.md', document: dropped, reason: 'near-duplicate', duplicateOf: kept },
      ]),
    },
    parents: [{ role: 'documents', digest: source }],
  });
  const pairs = await make(store, 'pairs', { parents: [{ role: 'dataset', digest: dataset }] });
  const base = await make(store, 'model', { name: 'base-model' });
  const adapter = await make(store, 'adapter', {
    parents: [
      { role: 'base', digest: base },
      { role: 'pairs', digest: pairs },
    ],
  });
  return { documents: source, dataset, pairs, base, adapter };
}

const extensionOf = (made: () => Made): LineageExtension => {
  const node = (reference: string, kind: TraceNode['kind']): TraceNode => ({
    reference,
    kind,
    name: reference,
    licences: [],
  });
  return {
    describe: async (reference) => {
      if (reference === 'dep_1') return node('dep_1', 'deployment');
      return reference === 'ans_1' ? node('ans_1', 'answer') : undefined;
    },
    nodesAbove: async (reference) => {
      if (reference === 'ans_1') return [{ reference: 'dep_1', role: 'deployment' }];
      return reference === 'dep_1' ? [{ reference: made().adapter, role: 'model' }] : [];
    },
    nodesBelow: async (reference) => {
      if (reference === made().adapter)
        return { links: [{ reference: 'dep_1', role: 'model' }], numLeftOut: 0 };
      if (reference !== 'dep_1') return { links: [], numLeftOut: 0 };
      return { links: [{ reference: 'ans_1', role: 'deployment' }], numLeftOut: 7 };
    },
  };
};

describeOnBothDatabases('lineage', (fixture) => {
  let folder: string;
  let store: CollectableStore;
  let database: Database;
  let lineage: Lineage;
  let made: Made;
  let numTicks = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-lineage-'));
    store = openFileStore(folder);
    database = await fixture.open();
    const now = () => new Date(Date.UTC(2026, 0, 1) + 1000 * numTicks++);
    lineage = await openLineage({ database, store, extension: extensionOf(() => made), now });
    made = await makeChain(store);
    await lineage.register(made.adapter);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const names = (nodes: TraceNode[]) => nodes.map((node) => node.name);
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: { code: string }) => error.code,
    );

  it('has the same tables in SQL and in Drizzle', async () => {
    const tables = [artifacts, artifactParents, documents, stepResults];
    expect(await findTableDifferences(database, tables)).toEqual([]);
    await database.execute('alter table artifacts add column more text; ' as never);
    await database.execute('drop index documents_path' as never);
    expect(await findTableDifferences(database, tables)).toEqual([
      'artifacts: only in SQL: column more text',
      'documents: only in Drizzle: index path',
    ]);
  });

  it('registers ancestors with an artifact, and nothing twice', async () => {
    await lineage.register(made.adapter);
    await lineage.register(made.dataset);
    const { artifacts: listed, numTotal } = await lineage.list({ limit: 2 });
    expect(numTotal).toBe(5);
    expect(listed.map((one) => one.kind)).toEqual(['adapter', 'pairs']);
    expect(await lineage.readSummary(made.documents)).toMatchObject({
      digest: made.documents,
      kind: 'documents',
      facts: { numDocuments: 2063 },
      licences: [{ spdx: 'MIT' }],
    });
    expect(await codeOf(lineage.readSummary(kept))).toBe('artifact-missing');
  });

  it('filters by kind, and searches names, stages and digests literally', async () => {
    expect((await lineage.list({ kind: 'model', limit: 9 })).artifacts.map((one) => one.name)).toEqual([
      'base-model',
    ]);
    const search = async (text: string) =>
      names((await lineage.list({ search: text, limit: 9 })).artifacts as never);
    expect(await search('BASE-')).toEqual(['base-model']);
    expect(await search('make-pairs')).toEqual(['pairs']);
    expect(await search(made.pairs.slice(0, 20))).toEqual(['pairs']);
    expect(await search('b%l')).toEqual([]);
    expect(await search('_ase')).toEqual([]);
  });

  it('holds any text, also what a database does not', async () => {
    const name = 'NUL \0, half a pair \ud800, quote "';
    const odd = await make(store, 'model', {
      name,
      facts: { note: 'a\0b \ud800', numOdd: 1e21, 'k\0': 1.0 },
    });
    await lineage.register(odd);
    const { facts } = await lineage.readSummary(odd);
    expect(facts).toEqual({ note: 'a\0b \ud800', numOdd: 1e21, 'k\0': 1 });
    expect((await lineage.trace(odd)).nodes[0]?.name).toBe(name);
  });

  it('traces up to the documents, nearest first', async () => {
    const found = trace.parse(await lineage.trace(made.adapter));
    expect(names(found.nodes)).toEqual(['adapter', 'base-model', 'pairs', 'dataset', 'documents']);
    expect(found.edges).toContainEqual({ from: made.adapter, to: made.base, role: 'base' });
    expect(found.edges).toHaveLength(4);
    expect(found.nodes.at(-1)).toMatchObject({
      note: { en: '2,063 documents, 2 set aside', zh: '文档 2,063 篇，搁置 2 篇' },
      spec: { size: 3 },
    });
    expect(found).toMatchObject({ root: made.adapter, direction: 'up', numLeftOut: 0 });
  });

  it('traces an answer up through what the server adds', async () => {
    const found = await lineage.trace('ans_1');
    expect(names(found.nodes).slice(0, 3)).toEqual(['ans_1', 'dep_1', 'adapter']);
    expect(found.edges).toContainEqual({ from: 'dep_1', to: made.adapter, role: 'model' });
  });

  it('traces a kept document down to the answers', async () => {
    const found = trace.parse(await lineage.trace('guide/a.md'));
    expect(found.direction).toBe('down');
    expect(found.nodes.map((node) => node.kind)).toEqual([
      'document',
      'documents',
      'dataset',
      'pairs',
      'adapter',
      'deployment',
      'answer',
    ]);
    expect(found.nodes[0]).toMatchObject({
      reference: kept,
      name: 'copy/a.md',
      note: { en: 'also at guide/a.md', zh: '另见于 guide/a.md' },
      licences: [{ spdx: 'MIT', source: 'LICENSE' }],
    });
    expect(found.nodes[2]?.note).toEqual({
      en: 'kept, in the heldout split',
      zh: '保留，留作检验',
    });
    expect(found.edges[0]).toEqual({ from: made.documents, to: kept, role: 'document' });
    expect(found.numLeftOut).toBe(7);
  });

  it('ends the way of a dropped document where it was dropped, and says why', async () => {
    const found = await lineage.trace(dropped);
    expect(found.nodes.map((node) => node.kind)).toEqual(['document', 'documents', 'dataset']);
    expect(found.nodes[2]?.note).toEqual({
      en: `dropped as near-duplicate of ${kept}`,
      zh: `剔除：近似重复（与 ${kept}）`,
    });
  });

  it('follows a record of a file by its name, as datasets have it', async () => {
    const file = digestOf('rows of a table');
    const [first, second] = ['one', 'two'].map(digestOf);
    const source = await make(store, 'documents', {
      files: { 'documents.jsonl': lines([{ path: 'rows/x.jsonl', document: file, sizeBytes: 9 }]) },
    });
    const row = { title: 'X', format: 'json-lines', language: 'en', split: 'train', text: 'x.jsonl#65' };
    const dataset = await make(store, 'dataset', {
      files: {
        'documents.jsonl': lines([{ ...row, document: first, path: 'rows/x.jsonl#650' }]),
        'dropped.jsonl': lines([{ path: 'rows/x.jsonl#65', document: second, reason: 'empty' }]),
      },
      parents: [{ role: 'documents', digest: source }],
    });
    await lineage.register(dataset);
    const fateOf = async (reference: string) => {
      const { root, nodes } = await lineage.trace(reference);
      return [root, nodes[0]?.name, nodes[2]?.note?.en];
    };
    expect(await fateOf('rows/x.jsonl#650')).toEqual([file, 'rows/x.jsonl#650', 'kept, in the train split']);
    expect(await fateOf('./docs/rows/x.jsonl#65')).toEqual([file, 'rows/x.jsonl#65', 'dropped as empty']);
    expect(await fateOf('x.jsonl#7')).toEqual([file, 'rows/x.jsonl#7', undefined]);
    expect(await codeOf(lineage.trace('y.jsonl#7'))).toBe('trace-target-unknown');
  });

  it('knows documents that were set aside, also those without a digest', async () => {
    const found = await lineage.trace(binary);
    expect(found.nodes.map((node) => [node.kind, node.note?.en])).toEqual([
      ['document', 'set aside: binary'],
      ['documents', '2,063 documents, 2 set aside'],
    ]);
    expect(found.edges[0]?.role).toBe('set-aside');
    expect((await lineage.trace('guide/d.md')).nodes[0]).toMatchObject({
      reference: 'guide/d.md',
      note: { en: 'set aside: unreadable: EACCES', zh: '搁置：无法读取：EACCES' },
    });
  });

  it('names the object of a bucket that a document came from', async () => {
    const document = digestOf('from a bucket');
    const files = { 'documents.jsonl': lines([{ path: 'a b/港口.md', document, sizeBytes: 3 }]) };
    await lineage.register(await make(store, 'documents', { files, spec: { origin: 's3://corpus/in/' } }));
    const { nodes } = await lineage.trace(document);
    expect(nodes[0]?.note).toEqual({
      en: 'from s3://corpus/in/a b/港口.md',
      zh: '取自 s3://corpus/in/a b/港口.md',
    });
  });

  it('leaves out datasets that never had the document', async () => {
    const other = await make(store, 'dataset', {
      files: { 'documents.jsonl': '', 'dropped.jsonl': '' },
      parents: [{ role: 'documents', digest: made.documents }],
    });
    await lineage.register(other);
    expect((await lineage.trace(kept)).nodes.map((node) => node.reference)).not.toContain(other);
    expect((await lineage.traceDown(made.documents)).nodes.map((node) => node.reference)).toContain(other);
  });

  it('stays within its bound and says what it leaves out', async () => {
    const found = await lineage.traceUp(made.adapter, { maxNodes: 3 });
    expect(found.nodes).toHaveLength(3);
    expect(found.numLeftOut).toBe(1);
    const shown = new Set(found.nodes.map((node) => node.reference));
    for (const edge of found.edges) expect(shown.has(edge.from) && shown.has(edge.to)).toBe(true);
  });

  it('survives a ring', async () => {
    await database
      .insert(artifactParents)
      .values({ child: made.documents, parent: made.adapter, role: 'odd', position: 0 });
    expect((await lineage.traceUp(made.adapter)).nodes).toHaveLength(5);
    expect((await lineage.traceDown(made.documents)).nodes).toHaveLength(6);
  });

  it('resolves what people type, and refuses to guess', async () => {
    const rootOf = async (reference: string) => (await lineage.trace(reference)).root;
    expect(await rootOf(made.base.slice(0, 15))).toBe(made.base);
    expect(await rootOf(made.base.slice(7, 15).toUpperCase())).toBe(made.base);
    expect(await rootOf(kept.slice(7, 20))).toBe(kept);
    expect(await rootOf('./guide/a.md')).toBe(kept);
    expect(await rootOf('b.md')).toBe(dropped);
    expect(await rootOf('/home/me/docs/guide/b.md')).toBe(dropped);
    expect(await codeOf(lineage.trace('a.md'))).toBe('artifact-ambiguous');
    expect(await rootOf('pairs')).toBe(made.pairs);
    await expect(lineage.trace('pai')).rejects.toMatchObject({
      code: 'artifact-ambiguous',
      message: `"pai" may mean ${made.pairs.slice(0, 19)} (pairs pairs)`,
    });
    await expect(lineage.trace('uide')).rejects.toThrow(/may mean guide\/a\.md, /);
    expect(await codeOf(lineage.trace(made.base.slice(7, 12)))).toBe('trace-target-unknown');
    expect(await codeOf(lineage.trace('%'))).toBe('trace-target-unknown');
    expect(await codeOf(lineage.trace(''))).toBe('trace-target-unknown');
    expect(await codeOf(lineage.trace(`sha256:${'0'.repeat(64)}`))).toBe('trace-target-unknown');
    const twins = ['0123456789aa', '0123456789ab'].map(
      (digits) => `sha256:${digits.padEnd(64, '0')}` as Digest,
    );
    const manifest = await store.readManifest(made.base);
    for (const twin of twins) await lineage.registerArtifact(database, twin, manifest);
    expect(await codeOf(lineage.trace('0123456789'))).toBe('artifact-ambiguous');
  });

  it('means the newest content of a path', async () => {
    const newer = digestOf('kept document, edited');
    const again = await make(store, 'documents', {
      files: { 'documents.jsonl': lines([{ path: 'guide/a.md', document: newer, sizeBytes: 4 }]) },
    });
    await lineage.register(again);
    const found = await lineage.trace('guide/a.md');
    expect(found.root).toBe(newer);
    expect(found.nodes[0]?.note?.en).toBe(`newest of 2 versions; before it ${kept}`);
  });

  it('is made again from the store, past what is damaged', async () => {
    await lineage.forget([made.adapter, made.pairs, made.dataset, made.documents, made.base]);
    expect(await lineage.list({ limit: 1 })).toEqual({ artifacts: [], numTotal: 0 });
    const hurt = await make(store, 'documents', { files: { 'documents.jsonl': 'not a record\n' } });
    expect(await lineage.reindex()).toEqual({ numArtifacts: 6, unreadable: [hurt] });
    expect((await lineage.trace('guide/a.md')).nodes).toHaveLength(7);
  });

  it('remembers what a key gave, in the transaction of its asker', async () => {
    const key = digestOf('key');
    const result = { key, stage: 'data', stageVersion: '1', outputs: { dataset: made.dataset } };
    const failing = database.transaction(async (transaction) => {
      await lineage.recordStepResult(transaction, result);
      await lineage.registerArtifact(transaction, made.pairs, await store.readManifest(made.pairs));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await lineage.findStepResult(database, key)).toBeUndefined();
    await lineage.recordStepResult(database, result);
    await lineage.recordStepResult(database, { ...result, outputs: { dataset: made.pairs } });
    expect(await lineage.findStepResult(database, key)).toEqual({ dataset: made.pairs });
    expect(await lineage.listResultArtifacts()).toEqual([made.pairs]);
  });
});
