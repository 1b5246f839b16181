import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deployment, type Digest, newId, type Receipt } from '@slipway/contracts';
import { type CollectableStore, openFileStore } from '@slipway/core';
import { commitFiles } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createVerificationMemory } from './verification-memory.ts';
import { type VerificationSources, verifyReceipt } from './verify-receipt.ts';

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
const usage = { numPromptTokens: 5, numCachedTokens: 0, numOutputTokens: 3 };
const price = { amountMicroUnits: 7, currency: 'EUR' };
const document = digestOf('source');
const cleanText = 'A lighthouse warns ships.';

let directory: string;
let store: CollectableStore;
let base: Digest;
let model: Digest;
let dataset: Digest;
let serveGate: Digest;
let mergeGate: Digest;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-receipt-'));
  store = openFileStore(directory);
  base = await commitFiles(store, 'base', { files: { 'model.gguf': 'base' } });
  model = await commitFiles(store, 'tuned', {
    files: { 'model.gguf': 'tuned' },
    parents: [{ role: 'base', digest: base }],
  });
  const record = { document, path: 'a.md', title: 'A', format: 'md', language: 'en', split: 'train' };
  dataset = await commitFiles(store, 'dataset', {
    files: { 'documents.jsonl': `${JSON.stringify({ ...record, text: cleanText })}\n` },
  });
  serveGate = await makeGate('serve', model);
  mergeGate = await makeGate('merge', model);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function makeGate(handover: string, of: Digest, passed = true): Promise<Digest> {
  const report = {
    handover,
    from: 'a',
    to: 'b',
    model: of,
    passed,
    checks: [],
    numTexts: 1,
    numPositions: 1,
  };
  return commitFiles(store, `${handover} ${of}`, { files: { 'report.json': JSON.stringify(report) } });
}

async function verify(
  gates: Digest[],
  changes: Partial<VerificationSources> = {},
): Promise<Map<string, string>> {
  const deployment = { dataset } as Deployment;
  const receipt: Receipt = {
    answerId: newId('answer'),
    at: '2026-01-01T00:00:00Z',
    deploymentId: newId('deployment'),
    alias: 'tour',
    customerId: newId('customer'),
    customer: 'Harbour',
    industry: 'shipping',
    model: { digest: model, name: 'tuned' },
    dataset: { digest: dataset, name: 'dataset', numDocuments: 1 },
    gates: gates.map((digest) => ({ digest, handover: 'any', passed: true })),
    scores: [],
    licences: [],
    citations: [
      {
        number: 1,
        passageId: 'p',
        document,
        documentPath: 'a.md',
        title: 'A',
        headings: [],
        start: 2,
        end: 12,
        text: 'lighthouse',
        score: 1,
      },
    ],
    usage,
    reason: 'stop',
    price,
    durationMs: 1,
    promptDigest: digestOf('What warns ships?'),
    answerDigest: digestOf('A lighthouse.'),
  };
  const { checks } = await verifyReceipt(receipt, {
    deployment,
    store,
    artifacts: createVerificationMemory(store),
    journalled: { promptDigest: digestOf('What warns ships?'), answerDigest: digestOf('A lighthouse.') },
    texts: undefined,
    engineUsage: usage,
    expectedPrice: price,
    ...changes,
  });
  return new Map(checks.filter((check) => !check.passed).map((check) => [check.name, check.detail.en]));
}

it('holds with a gate for this model in service, and others for models it was made from', async () => {
  expect(await verify([serveGate, mergeGate, await makeGate('quantise', base)])).toEqual(new Map());
});

it('passed gates of another model, or none for its service, prove nothing of this one', async () => {
  const other = await commitFiles(store, 'other', { files: { 'model.gguf': 'other' } });
  const foreign = await makeGate('serve', other);
  expect((await verify([foreign])).get('gates')).toContain('about another model');
  expect((await verify([serveGate, foreign])).get('gates')).toContain('about another model');
  expect((await verify([mergeGate])).get('gates')).toContain('no gate "serve"');
  expect((await verify([await makeGate('serve', base)])).get('gates')).toContain('no gate "serve"');
  expect((await verify([serveGate, await makeGate('quantise', model, false)])).get('gates')).toContain(
    'did not pass',
  );
  expect((await verify([serveGate, dataset])).get('gates')).toContain('cannot be read');
});

it("question and answer are compared with the gateway's journal, and with the texts where they were kept", async () => {
  const texts = { question: 'What warns ships?', answer: 'A lighthouse.' };
  expect(await verify([serveGate], { texts })).toEqual(new Map());
  const changed = await verify([serveGate], { texts: { ...texts, answer: 'A whale.' } });
  expect(changed.get('answer')).toContain('the answer that was kept');
  const journalled = { promptDigest: digestOf('other'), answerDigest: digestOf('A lighthouse.') };
  expect((await verify([serveGate], { journalled })).get('answer')).toContain('digest of the question');
  expect((await verify([serveGate], { journalled: {} })).get('answer')).toContain('no digest');
});

it('a passage that does not stand in the dataset does not hold', async () => {
  const words = JSON.stringify({
    document,
    path: 'a.md',
    title: 'A',
    format: 'md',
    language: 'en',
    split: 'train',
    text: 'x',
  });
  const other = await commitFiles(store, 'changed', { files: { 'documents.jsonl': `${words}\n` } });
  const wrong = await verify([serveGate], { deployment: { dataset: other } as Deployment });
  expect(wrong.get('passages')).toContain('passage [1]');
});
