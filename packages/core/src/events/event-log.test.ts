import { type Event, newId } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { findTableDifferences } from '../database/table-agreement.ts';
import { describeOnBothDatabases } from '../testing/database-fixture.ts';
import { createEventLog, type EventDraft, type EventLog } from './event-log.ts';
import { eventMigrations, events } from './event-table.ts';
import { thinProgress } from './thin-progress.ts';

const runId = newId('run');
const attemptId = newId('attempt');
const created = (recipe: string): EventDraft => ({ runId, body: { type: 'run-created', recipe } });
const progressed = (done: number): EventDraft => ({
  runId,
  body: { type: 'progress-made', step: 's', attemptId, progress: { done, total: 9, unit: 'x' } },
});

describeOnBothDatabases('event log', (fixture) => {
  let database: Database;
  let log: EventLog;
  beforeEach(async () => {
    database = await fixture.open();
    await migrate(database, 'events', eventMigrations);
    log = createEventLog({ database, pollMs: 50 });
  });
  afterEach(() => log.close());

  const append = (...drafts: EventDraft[]) =>
    log.transact(async (_tx, emit) => {
      for (const draft of drafts) emit(draft);
    });
  const namesOf = (list: readonly Event[]) =>
    list.map(({ body }) => (body.type === 'run-created' ? body.recipe : '-'));

  it('has the tables that it declares', async () => {
    expect(await findTableDifferences(database, [events])).toEqual([]);
  });

  it('reads what was appended, behind an id and of a run', async () => {
    await append(created('a'), { body: { type: 'run-created', recipe: 'other' } });
    await append(created('nul \0 and 中文'));
    const all = await log.read({});
    expect(namesOf(all)).toEqual(['a', 'other', 'nul \0 and 中文']);
    expect(all[1]).not.toHaveProperty('runId');
    expect(namesOf(await log.read({ runId }))).toEqual(['a', 'nul \0 and 中文']);
    expect(namesOf(await log.read({ after: all[0]?.id ?? 0, limit: 1 }))).toEqual(['other']);
    expect(await log.readNewestId()).toBe(all.at(-1)?.id);
  });

  it('keeps nothing of a transaction that failed', async () => {
    const failing = log.transact(async (_tx, emit) => {
      emit(created('lost'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await log.read({})).toEqual([]);
  });

  it('replays and then follows, without gap or repetition, while many append at once', async () => {
    const numAppenders = 4;
    const numEach = 25;
    await append(created('0-first'));
    const seen: Event[] = [];
    const stop = new AbortController();
    const follow = (async () => {
      for await (const event of log.subscribe({ after: 0, runId, signal: stop.signal })) {
        seen.push(event);
        if (seen.length === 1 + numAppenders * numEach) return;
      }
    })();
    const appenders = Array.from({ length: numAppenders }, async (_, appender) => {
      for (let number = 0; number < numEach; number += 1) await append(created(`${appender}-${number}`));
    });
    await Promise.all([...appenders, follow]);
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((left, right) => left - right));
    expect(seen.map(({ id }) => id)).toEqual((await log.read({ runId })).map(({ id }) => id));
  });

  it('begins with what is new where no id is given, sees what another process appends, and ends on abort', async () => {
    await append(created('old'));
    const stop = new AbortController();
    const other = createEventLog({ database });
    const seen: Event[] = [];
    const follow = (async () => {
      for await (const event of log.subscribe({ signal: stop.signal })) {
        seen.push(event);
        stop.abort();
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.transact(async (_tx, emit) => emit(created('new')));
    await follow;
    expect(namesOf(seen)).toEqual(['new']);
  });

  it('spares a slow reader only progress that was overtaken', async () => {
    await append(progressed(1), created('between'), progressed(2), progressed(3));
    const seen: Event[] = [];
    for await (const event of log.subscribe({ after: 0 })) {
      seen.push(event);
      if (seen.length === 2) break;
    }
    expect(seen.map(({ body }) => (body.type === 'progress-made' ? body.progress.done : body.type))).toEqual([
      'run-created',
      3,
    ]);
    expect(await log.read({})).toHaveLength(4);
  });
});

describe('thinProgress', () => {
  it('keeps the newest of each attempt', () => {
    const other = newId('attempt');
    const of = (id: number, attempt: typeof attemptId): Event => ({
      id,
      at: new Date(0).toISOString(),
      body: {
        type: 'progress-made',
        step: 's',
        attemptId: attempt,
        progress: { done: id, total: 9, unit: 'x' },
      },
    });
    const kept = thinProgress([of(1, attemptId), of(2, other), of(3, attemptId)]);
    expect(kept.map(({ id }) => id)).toEqual([2, 3]);
  });
});
