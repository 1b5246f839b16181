/**
 * The table of deployments, as they are wanted and as they are.
 */
import type { Deployment, DeploymentId } from '@slipway/contracts';
import type { Migration } from '@slipway/core';
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const deployments = pgTable('deployments', {
  id: text('id').$type<DeploymentId>().primaryKey(),
  alias: text('alias').notNull(),
  state: text('state').$type<Deployment['state']>().notNull(),
  desired: text('desired').$type<Deployment['desired']>().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
  /** JSON of the whole Deployment; the columns above repeat what is asked for. */
  body: text('body').notNull(),
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
];
