/**
 * The table of the event log and its migrations.
 * Invariant: rows are only ever added.
 */
import type { EventBody, RunId } from '@slipway/contracts';
import { bigserial, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Migration } from '../database/migrate.ts';
import { jsonColumn } from './json-column.ts';

export const events = pgTable(
  'events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    runId: text('run_id').$type<RunId>(),
    type: text('type').notNull(),
    body: jsonColumn<EventBody>('body').notNull(),
  },
  (table) => [index('events_run').on(table.runId, table.id)],
);

/** To be applied under the owner `events`. */
export const eventMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'event log',
    sql: `
      create table events (
        id bigserial primary key,
        at timestamptz(3) not null,
        run_id text,
        type text not null,
        body text not null
      );
      create index events_run on events (run_id, id);
    `,
  },
];
