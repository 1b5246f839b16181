/**
 * The tables of deployments, as they are wanted and as they are, and of how far reused ones were put back into service.
 */
import type { Deployment, DeploymentId } from '@slipway/contracts';
import type { Migration } from '@slipway/core';
import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const deployments = pgTable('deployments', {
  id: text('id').$type<DeploymentId>().primaryKey(),
  alias: text('alias').notNull(),
  state: text('state').$type<Deployment['state']>().notNull(),
  desired: text('desired').$type<Deployment['desired']>().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
  /** JSON of the whole Deployment; the columns above repeat what is asked for. */
  body: text('body').notNull(),
});

/** One row: the id of the last event whose reused step was seen to. */
export const revivals = pgTable('revivals', {
  id: integer('id').primaryKey(),
  eventId: bigint('event_id', { mode: 'number' }).notNull(),
});

/** To be applied under the owner `deployments`. */
export const deploymentMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'deployments',
    sql: `
      create table deployments (
        id text primary key,
        alias text not null,
        state text not null,
        desired text not null,
        created_at timestamptz(3) not null,
        body text not null
      );
      create index deployments_alias on deployments (alias, created_at);
    `,
  },
  {
    number: 2,
    title: 'revivals',
    sql: 'create table revivals (id integer primary key, event_id bigint not null);',
  },
];
