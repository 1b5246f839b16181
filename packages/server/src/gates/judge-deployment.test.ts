import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment, Digest, GateReport } from '@slipway/contracts';
import {
  type CollectableStore,
  createEventLog,
  eventMigrations,
  migrate,
  openFileStore,
} from '@slipway/core';
import { commitFiles, openMemoryDatabase } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeploymentBook, type DeploymentBook } from '../deployments/deployment-book.ts';
import { deploymentMigrations } from '../deployments/deployment-table.ts';
import { judgeDeployment } from './judge-deployment.ts';

const model = `sha256:${'1'.repeat(64)}` as Digest;
const other = `sha256:${'2'.repeat(64)}` as Digest;
const closing: (() => Promise<unknown>)[] = [];
let store: CollectableStore;
let book: DeploymentBook;

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-judge-'));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  store = openFileStore(directory);
  const database = await openMemoryDatabase();
  closing.push(() => database.close());
  await migrate(database, 'events', eventMigrations);
  await migrate(database, 'deployments', deploymentMigrations);
  const events = createEventLog({ database });
  closing.push(async () => events.close());
  book = createDeploymentBook({ database, events, onChange: () => undefined });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const propose = (): Promise<Deployment> =>
  book.propose({ alias: 'tour', model, gates: [], evaluations: [], contextTokens: 512 });

function commitReport(changes: Partial<GateReport> = {}): Promise<Digest> {
  const report: GateReport = {
    handover: 'serve',
    from: 'file',
    to: 'endpoint tour',
    model,
    passed: true,
    checks: [],
    numTexts: 1,
    numPositions: 1,
    ...changes,
  };
  return commitFiles(store, JSON.stringify(changes), { files: { 'report.json': JSON.stringify(report) } });
}

const judge = (one: Deployment, gate: Digest) => judgeDeployment({ store, book }, one.id, gate);

it('promotes or refuses as the report in the store says, and the same again changes nothing', async () => {
  const first = await propose();
  const failed = await commitReport({ passed: false });
  await judge(first, failed);
  await judge(first, failed);
  expect(await book.show(first.id)).toMatchObject({ state: 'refused', desired: 'stopped', gates: [failed] });

  const second = await propose();
  const passed = await commitReport();
  await judge(second, passed);
  await judge(second, passed);
  expect(await book.show(second.id)).toMatchObject({ state: 'serving', desired: 'running', gates: [passed] });
});

it('promotes nothing for a report of another model or of another hand-over, or one that is not there', async () => {
  const one = await propose();
  await expect(judge(one, await commitReport({ model: other }))).rejects.toMatchObject({
    code: 'gate-failed',
  });
  await expect(judge(one, await commitReport({ handover: 'quantise' }))).rejects.toMatchObject({
    code: 'gate-failed',
  });
  await expect(judge(one, other)).rejects.toMatchObject({ code: 'artifact-missing' });
  const noReport = await commitFiles(store, 'text', { files: { 'report.json': 'passed' } });
  await expect(judge(one, noReport)).rejects.toMatchObject({ code: 'artifact-corrupt' });
  expect(await book.show(one.id)).toMatchObject({ state: 'proving', gates: [] });
});

it('a deployment whose place was taken while it was proven does not come back by its late report', async () => {
  const first = await propose();
  const second = await propose();
  const passed = await commitReport();
  await judge(second, passed);
  await expect(judge(first, passed)).rejects.toMatchObject({ code: 'deployment-not-ready' });
  expect(await book.show(first.id)).toMatchObject({ state: 'stopped', desired: 'stopped' });
  expect(await book.show(second.id)).toMatchObject({ state: 'serving' });

  const third = await propose();
  await book.stop(third.id);
  await expect(judge(third, passed)).rejects.toMatchObject({ code: 'deployment-not-ready' });
  await judge(second, passed);
  const refusal = await commitReport({ passed: false });
  await expect(judge(second, refusal)).rejects.toMatchObject({ code: 'deployment-not-ready' });
});
