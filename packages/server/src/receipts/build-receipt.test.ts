/** A receipt names the licence of everything that its answer rests on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArtifactKind, type Deployment, type Digest, newId } from '@slipway/contracts';
import { type ArtifactStore, openFileStore } from '@slipway/core';
import type { CountedAnswer } from '@slipway/gateway';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildReceipt } from './build-receipt.ts';

let folder: string;
let store: ArtifactStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-receipt-'));
  store = openFileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function commit(kind: ArtifactKind, spdx: string, parents: { role: string; digest: Digest }[] = []) {
  const draft = await store.draft();
  const rest = { stage: 'fixture', stageVersion: '1', spec: {}, facts: {} };
  return draft.commit({ ...rest, kind, name: `${kind}-${spdx}`, parents, licences: [{ spdx }] });
}

const zeros = `sha256:${'0'.repeat(64)}` as Digest;
function makeAnswer(): CountedAnswer {
  const usage = { numPromptTokens: 1, numCachedTokens: 0, numOutputTokens: 1 };
  return {
    answerId: newId('answer'),
    at: '2026-01-01T00:00:00.000Z',
    promptDigest: zeros,
    answerDigest: zeros,
    citations: [],
    event: { usage, reason: 'stop', durationMs: 1 },
    customer: { id: newId('customer'), name: 'one', industry: 'other' },
    price: { amountMicroUnits: 1, currency: 'USD' },
  } as unknown as CountedAnswer;
}

it('lists the licences of the model, its base, and the documents that are searched', async () => {
  const base = await commit('model', 'Apache-2.0');
  const model = await commit('model', 'Apache-2.0', [{ role: 'base', digest: base }]);
  const deployment = {
    id: newId('deployment'),
    alias: 'a',
    model,
    index: await commit('index', 'CC-BY-NC-4.0'),
    dataset: await commit('dataset', 'CC-BY-SA-4.0'),
    gates: [],
    evaluations: [],
  } as unknown as Deployment;
  const receipt = await buildReceipt(makeAnswer(), deployment, store);
  expect(receipt.licences).toEqual(['Apache-2.0', 'CC-BY-NC-4.0', 'CC-BY-SA-4.0']);
});
