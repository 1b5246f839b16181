import type { Deployment, DeploymentRequest, Digest, GateReport } from '@slipway/contracts';
import { createEventLog, type EventLog, eventMigrations, migrate } from '@slipway/core';
import { describeOnBothDatabases } from '@slipway/core/testing';
import { beforeEach, expect, it } from 'vitest';
import { createDeploymentBook, type DeploymentBook } from './deployment-book.ts';
import { deploymentMigrations } from './deployment-table.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const gate = digest('9');
/** What the gate of the served model says of it. */
const reportOn = (model: string, passed: boolean) =>
  ({ handover: 'serve', model: digest(model), passed }) as GateReport;

function request(model: string, alias = 'harbour'): DeploymentRequest {
  return { alias, model: digest(model), gates: [], evaluations: [], contextTokens: 256 };
}

describeOnBothDatabases('the book of deployments', (fixture) => {
  let events: EventLog;
  let book: DeploymentBook;
  beforeEach(async () => {
    const database = await fixture.open();
    await migrate(database, 'events', eventMigrations);
    await migrate(database, 'deployments', deploymentMigrations);
    events = createEventLog({ database });
    book = createDeploymentBook({ database, events, onChange: () => undefined });
  }, 120_000);

  const promote = async (model: string): Promise<Deployment['id']> => {
    const { id } = await book.propose(request(model));
    await book.judge(id, gate, reportOn(model, true));
    return id;
  };
  const stateOf = async (id: Deployment['id']) => {
    const { state, desired } = await book.show(id);
    return `${state} ${desired}`;
  };
  const told = async () =>
    (await events.read({})).map(({ body }) =>
      body.type === 'deployment-changed' ? `${body.deploymentId} ${body.state}` : body.type,
    );

  it('has at most one serving deployment an alias, and tells of every change', async () => {
    const first = await promote('1');
    const second = await promote('2');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['stopped stopped', 'serving running']);
    expect(await told()).toEqual([
      `${first} proving`,
      `${first} serving`,
      `${second} proving`,
      `${second} serving`,
      `${first} stopped`,
    ]);
  });

  it('withdraws an unjudged proposal by the next of its alias, and tells so', async () => {
    const first = (await book.propose(request('1'))).id;
    const other = (await book.propose(request('2', 'quay'))).id;
    const second = (await book.propose(request('3'))).id;
    expect([await stateOf(first), await stateOf(other), await stateOf(second)]).toEqual([
      'stopped stopped',
      'proving running',
      'proving running',
    ]);
    expect(await told()).toContain(`${first} stopped`);
  });

  it('refuses what did not pass and leaves the one before in service', async () => {
    const first = await promote('1');
    const { id } = await book.propose(request('2'));
    await book.judge(id, gate, reportOn('2', false));
    expect([await stateOf(first), await stateOf(id)]).toEqual(['serving running', 'refused stopped']);
  });

  it('promotes nothing by a report on another model, nor what is not being proven any more', async () => {
    const { id } = await book.propose(request('1'));
    await expect(book.judge(id, gate, reportOn('2', true))).rejects.toMatchObject({ code: 'gate-failed' });
    await book.stop(id);
    await expect(book.judge(id, gate, reportOn('1', true))).rejects.toMatchObject({
      code: 'deployment-not-ready',
    });
    expect(await stateOf(id)).toBe('stopped stopped');
  });

  it('leaves a retired deployment retired, whatever its engine says afterwards', async () => {
    const first = await promote('1');
    await book.note(first, ['serving'], { state: 'restarting', isRestart: true });
    const second = await promote('2');
    await book.note(first, ['restarting'], { state: 'serving' });
    await book.note(first, ['serving', 'restarting', 'stopped'], { state: 'restarting', isRestart: true });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['stopped stopped', 'serving running']);
    expect(await book.show(first)).toMatchObject({ numRestarts: 1 });
  });

  it('keeps one of those that come back at once', async () => {
    const ids: Deployment['id'][] = [];
    for (const model of ['1', '2', '3', '4']) ids.push(await promote(model));
    await Promise.all(ids.map((id) => book.revive(id)));
    await Promise.all(ids.map((id) => book.note(id, ['restarting'], { state: 'serving' })));
    const wanted = (await book.list()).filter(({ desired }) => desired === 'running');
    expect(wanted).toEqual([expect.objectContaining({ state: 'serving' })]);
  });

  it('goes on proving one while another of the alias comes back after a crash', async () => {
    const first = await promote('1');
    const second = (await book.propose(request('2'))).id;
    await book.note(first, ['serving'], { state: 'restarting', isRestart: true });
    await book.note(first, ['restarting'], { state: 'serving' });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['serving running', 'proving running']);
  });

  it('revives as what has no engine yet, without the error of before', async () => {
    const first = await promote('1');
    const error = { code: 'engine-crashed', message: 'the process ended', retryable: true } as const;
    await book.note(first, ['serving'], { state: 'failed', error });
    expect(await book.show(first)).toMatchObject({ state: 'failed', error });
    const second = await promote('2');
    await book.revive(first);
    const revived = await book.show(first);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['restarting running', 'stopped stopped']);
    expect(revived.error).toBeUndefined();
  });
});
