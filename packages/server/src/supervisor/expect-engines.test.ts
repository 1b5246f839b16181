import type { ArtifactManifest, Digest, GateReport } from '@slipway/contracts';
import { type ArtifactStore, createEventLog, eventMigrations, migrate } from '@slipway/core';
import { describeOnBothDatabases } from '@slipway/core/testing';
import { expect, it } from 'vitest';
import { createDeploymentBook } from '../deployments/deployment-book.ts';
import { deploymentMigrations } from '../deployments/deployment-table.ts';
import { expectEngines } from './expect-engines.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const gate = digest('9');
const passed = (model: string) => ({ handover: 'serve', model: digest(model), passed: true }) as GateReport;
/** Holds the report of the served model and nothing else. */
const store = {
  readManifest: async () => ({ facts: { handover: 'serve', passed: true } }) as unknown as ArtifactManifest,
} as unknown as ArtifactStore;

describeOnBothDatabases('a server that starts', (fixture) => {
  it('takes no engine of an earlier one for running, and gives what was promoted another chance', {
    timeout: 120_000,
  }, async () => {
    const database = await fixture.open();
    await migrate(database, 'events', eventMigrations);
    await migrate(database, 'deployments', deploymentMigrations);
    const events = createEventLog({ database });
    const book = createDeploymentBook({ database, events, onChange: () => undefined });
    const propose = async (model: string, alias: string) =>
      (await book.propose({ alias, model: digest(model), gates: [], evaluations: [], contextTokens: 256 }))
        .id;
    const serving = await propose('1', 'harbour');
    await book.judge(serving, gate, passed('1'));
    const failed = await propose('2', 'quay');
    await book.judge(failed, gate, passed('2'));
    await book.note(failed, ['serving'], { state: 'failed' });
    const proving = await propose('3', 'dock');
    const stopped = await propose('4', 'slip');
    await book.judge(stopped, gate, passed('4'));
    await book.stop(stopped);
    await expectEngines({ book, store });
    const states = await Promise.all([serving, failed, proving, stopped].map((id) => book.show(id)));
    expect(states.map(({ state, numRestarts }) => [state, numRestarts])).toEqual([
      ['restarting', 0],
      ['restarting', 0],
      ['proving', 0],
      ['stopped', 0],
    ]);
  });
});
