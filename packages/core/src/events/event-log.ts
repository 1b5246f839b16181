/**
 * The event log: append-only, replayable, and streamed to whoever follows it.
 * Invariant: ids grow in the order in which transactions commit, so a reader that goes on behind the last id it saw
 * misses nothing and sees nothing twice. Appenders hold one lock from their first append to their commit.
 * Refuses to lose events: only progress is thinned, and only for readers that are behind.
 */
import type { Event, EventBody, RunId } from '@slipway/contracts';
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import { createBell } from './bell.ts';
import { events } from './event-table.ts';
import { thinProgress } from './thin-progress.ts';

export interface EventDraft {
  runId?: RunId;
  body: EventBody;
}

export interface EventFilter {
  /** Only events behind this id. */
  after?: number;
  runId?: RunId;
}

export interface EventLog {
  /**
   * Runs a transaction; what it emits is appended at its end and announced once it is committed.
   * Inside, only the transaction may be used, never the database: the embedded one has a single connection.
   */
  transact<Result>(
    work: (tx: Transaction, emit: (draft: EventDraft) => void) => Promise<Result>,
  ): Promise<Result>;
  /** Events behind `after`, oldest first, at most `limit` (default 1,000). */
  read(filter: EventFilter & { limit?: number }): Promise<Event[]>;
  /** Id of the newest event; 0 where there is none. */
  readNewestId(): Promise<number>;
  /** Replays what lies behind `after` (default: the newest, so nothing), then follows until the signal aborts or the log closes. */
  subscribe(filter: EventFilter & { signal?: AbortSignal }): AsyncIterable<Event>;
  /** Ends all subscriptions. */
  close(): void;
}

export interface EventLogOptions {
  database: Database;
  now?: () => Date;
  /** How often followers look for events of other processes. */
  pollMs?: number;
}

/** Key of the advisory lock that puts appenders in a row: "slpe" as a number. */
const appendLock = 0x736c7065;
const batchSize = 500;
const insertSize = 200;

/** Opens the log on a database whose migrations have run. */
export function createEventLog(options: EventLogOptions): EventLog {
  const { database, now = () => new Date(), pollMs = 1000 } = options;
  const bell = createBell();

  async function* subscribe(filter: EventFilter & { signal?: AbortSignal }): AsyncGenerator<Event> {
    const { signal, ...rest } = filter;
    let after = filter.after ?? (await readNewestId(database));
    const isOver = () => bell.isClosed() || signal?.aborted === true;
    while (!isOver()) {
      const heard = bell.count();
      const batch = await readEvents(database, { ...rest, after, limit: batchSize });
      for (const event of thinProgress(batch)) {
        if (isOver()) return;
        yield event;
      }
      after = batch.at(-1)?.id ?? after;
      if (batch.length === 0) await bell.wait(heard, pollMs, signal);
    }
  }

  return {
    async transact(work) {
      const drafts: EventDraft[] = [];
      const result = await database.transaction(async (tx) => {
        const value = await work(tx, (draft) => drafts.push(draft));
        if (drafts.length > 0) await appendEvents(tx, drafts, now());
        return value;
      });
      if (drafts.length > 0) bell.ring();
      return result;
    },
    read: (filter) => readEvents(database, filter),
    readNewestId: () => readNewestId(database),
    subscribe,
    close: bell.close,
  };
}

async function appendEvents(tx: Transaction, drafts: readonly EventDraft[], at: Date): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${appendLock})`);
  const rows = drafts.map(({ runId, body }) => ({ at, runId: runId ?? null, type: body.type, body }));
  for (let start = 0; start < rows.length; start += insertSize) {
    await tx.insert(events).values(rows.slice(start, start + insertSize));
  }
}

async function readEvents(database: Database, filter: EventFilter & { limit?: number }): Promise<Event[]> {
  const isOfRun = filter.runId === undefined ? undefined : eq(events.runId, filter.runId);
  const rows = await database
    .select()
    .from(events)
    .where(and(gt(events.id, filter.after ?? 0), isOfRun))
    .orderBy(asc(events.id))
    .limit(filter.limit ?? 1000);
  return rows.map(({ id, at, runId, body }) => {
    const event = { id, at: at.toISOString(), body };
    return runId === null ? event : { ...event, runId };
  });
}

async function readNewestId(database: Database): Promise<number> {
  const rows = await database.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1);
  return rows[0]?.id ?? 0;
}
