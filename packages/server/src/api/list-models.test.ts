import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactKind, Digest } from '@slipway/contracts';
import { type CollectableStore, type Lineage, openFileStore, openLineage } from '@slipway/core';
import { manifestFor, openMemoryDatabase } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listModels } from './list-models.ts';

const closing: (() => Promise<unknown>)[] = [];
let store: CollectableStore;
let lineage: Lineage;

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-models-'));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  store = openFileStore(directory);
  const database = await openMemoryDatabase();
  closing.push(() => database.close());
  lineage = await openLineage({ database, store });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const facts = {
  architecture: 'llama',
  numParameters: 1,
  fileType: 'F16',
  contextTokens: 512,
  numVocabulary: 256,
  languages: ['en'],
  hasChatTemplate: true,
};

async function make(kind: ArtifactKind, name: string, file: { text: string; of?: Digest }): Promise<Digest> {
  const draft = await store.draft();
  await draft.writeFile(kind === 'model' ? 'model.gguf' : 'report.json', file.text);
  const parents = file.of ? [{ role: 'model', digest: file.of }] : [];
  const digest = await draft.commit({
    ...manifestFor(name, parents),
    kind,
    facts: kind === 'model' ? facts : {},
  });
  await lineage.register(digest);
  return digest;
}

const makeReport = (handover: string, model: Digest) => {
  const shown = { handover, from: 'a', to: 'b', model, passed: true, checks: [] };
  const text = JSON.stringify({ ...shown, numTexts: 1, numPositions: 1 });
  return make('gate-report', `gate-${handover}`, { text, of: model });
};

async function damage(artifact: Digest): Promise<void> {
  const path = await store.locateFile(artifact, 'report.json');
  await chmod(path, 0o644);
  await writeFile(path, 'not what was stored');
}

it('one damaged gate report stands as unreadable with its model, and every other model is listed as it is', async () => {
  const one = await make('model', 'one', { text: 'one' });
  const two = await make('model', 'two', { text: 'two' });
  const broken = await makeReport('merge', one);
  const sound = await makeReport('serve', one);
  const others = await makeReport('serve', two);
  await damage(broken);

  const { models } = await listModels({ store, lineage, book: { list: async () => [] } });
  const gatesOf = (digest: Digest) => models.find((model) => model.artifact.digest === digest)?.gates;
  expect(gatesOf(one)).toEqual([
    { digest: sound, handover: 'serve', passed: true },
    { digest: broken, handover: 'unreadable', passed: false },
  ]);
  expect(gatesOf(two)).toEqual([{ digest: others, handover: 'serve', passed: true }]);
});
