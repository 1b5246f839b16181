import {
  type ArtifactManifest,
  type DeploymentId,
  type Digest,
  type GateReport,
  newId,
  type Run,
  type RunId,
  SlipwayError,
} from '@slipway/contracts';
import { createEventLog, type Database, eventMigrations, migrate } from '@slipway/core';
import { openMemoryDatabase } from '@slipway/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeploymentBook } from '../deployments/deployment-book.ts';
import { deploymentMigrations } from '../deployments/deployment-table.ts';
import type { Loop } from '../loop/scheduler-loop.ts';
import { type RevivalServices, reviveReused } from './revive-reused.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const tryMs = 20;
const silentLog: RevivalServices['log'] = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

describe('reviveReused', () => {
  let database: Database;
  let services: RevivalServices;
  let loop: Loop | undefined;
  /** What the store does when it is asked for a manifest, one entry a call. */
  let faults: (SlipwayError | undefined)[];
  beforeEach(async () => {
    database = await openMemoryDatabase();
    await migrate(database, 'events', eventMigrations);
    await migrate(database, 'deployments', deploymentMigrations);
    faults = [];
    const events = createEventLog({ database, pollMs: 20 });
    const readManifest = async (artifact: Digest) => {
      const fault = faults.shift();
      if (fault) throw fault;
      const parents = [
        { role: 'model', digest: artifact },
        { role: 'gates', digest: digest('9') },
      ];
      return { facts: { alias: 'harbour', contextTokens: 256 }, parents } as unknown as ArtifactManifest;
    };
    services = {
      database,
      events,
      book: createDeploymentBook({ database, events, onChange: () => undefined }),
      store: { readManifest } as RevivalServices['store'],
      runs: { showRun: async (id: RunId) => ({ steps: [serving(models.get(id))] }) as unknown as Run },
      log: silentLog,
    };
  }, 120_000);
  afterEach(async () => {
    await loop?.stop();
    await database.close();
  });

  const models = new Map<RunId, string>();
  const serving = (model = '1') => ({
    name: 'service',
    stage: 'serving',
    outputs: { deployment: digest(model), report: digest('9') },
  });
  const promote = async (model: string): Promise<DeploymentId> => {
    const { id } = await services.book.propose({
      alias: 'harbour',
      model: digest(model),
      gates: [],
      evaluations: [],
      contextTokens: 256,
    });
    const report = { passed: true, handover: 'serve', model: digest(model) } as GateReport;
    await services.book.judge(id, digest('9'), report);
    return id;
  };
  const reuse = async (model: string) => {
    const runId = newId('run');
    models.set(runId, model);
    const body = { type: 'step-changed', step: 'service', state: 'reused' } as const;
    await services.events.transact(async (_, emit) => emit({ runId, body }));
  };
  const start = async () => {
    loop = await reviveReused(services, tryMs);
  };
  const stateOf = async (id: DeploymentId) => (await services.book.show(id)).state;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

  it('revives what a run reuses, and does so too where the server was killed before it could', async () => {
    const first = await promote('1');
    const second = await promote('2');
    await start();
    await reuse('1');
    await expect.poll(() => stateOf(first)).toBe('restarting');
    expect(await stateOf(second)).toBe('stopped');
    await loop?.stop();
    await reuse('2');
    await start();
    await expect.poll(() => stateOf(second)).toBe('restarting');
    expect(await stateOf(first)).toBe('stopped');
  });

  it('leaves alone what a user stopped since, and what was promoted after', async () => {
    const first = await promote('1');
    await start();
    await reuse('1');
    await pause();
    await loop?.stop();
    await services.book.stop(first);
    await start();
    await pause();
    expect(await stateOf(first)).toBe('stopped');
    await loop?.stop();
    await reuse('1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await promote('2');
    await start();
    await pause();
    expect([await stateOf(first), await stateOf(second)]).toEqual(['stopped', 'serving']);
  });

  it('waits out a passing fault, and goes on behind what can never be revived', async () => {
    const first = await promote('1');
    const second = await promote('2');
    await start();
    faults = [new SlipwayError({ code: 'network-unreachable', message: 'the store is away' })];
    await reuse('1');
    await expect.poll(() => stateOf(first)).toBe('restarting');
    faults = [new SlipwayError({ code: 'artifact-corrupt', message: 'damaged' })];
    await reuse('2');
    await pause();
    expect(await stateOf(second)).toBe('stopped');
    await reuse('2');
    await expect.poll(() => stateOf(second)).toBe('restarting');
  });
});
