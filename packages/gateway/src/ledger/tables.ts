/**
 * The ledger's tables and their migrations.
 * Invariant: a usage event is a row once and for ever, with the amount it cost at its time; of a key only the hash is kept.
 */
import type {
  AnswerId,
  Citation,
  CustomerId,
  DeploymentId,
  Digest,
  FinishReason,
  KeyId,
  ReplicaId,
  UsageId,
} from '@slipway/contracts';
import type { Migration } from '@slipway/core';
import { bigint, customType, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
/** JSON as text: passages may hold what `jsonb` refuses. */
const citationList = customType<{ data: Citation[]; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => JSON.parse(value) as Citation[],
});

export const customers = pgTable('customers', {
  id: text('id').$type<CustomerId>().primaryKey(),
  name: text('name').notNull().unique(),
  industry: text('industry').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const apiKeys = pgTable('api_keys', {
  id: text('id').$type<KeyId>().primaryKey(),
  customerId: text('customer_id').$type<CustomerId>().notNull(),
  label: text('label').notNull(),
  prefix: text('prefix').notNull(),
  sha256: text('sha256').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  revokedAt: instant('revoked_at'),
});

export const prices = pgTable(
  'prices',
  {
    model: text('model').notNull(),
    validFrom: instant('valid_from').notNull(),
    currency: text('currency').notNull(),
    inputPerMillion: bigint('input_per_million', { mode: 'bigint' }).notNull(),
    cachedInputPerMillion: bigint('cached_input_per_million', { mode: 'bigint' }).notNull(),
    outputPerMillion: bigint('output_per_million', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.model, table.validFrom] })],
);

export const usageEvents = pgTable('usage_events', {
  id: text('id').$type<UsageId>().primaryKey(),
  answerId: text('answer_id').$type<AnswerId>().notNull(),
  at: instant('at').notNull(),
  keyId: text('key_id').$type<KeyId>().notNull(),
  customerId: text('customer_id').$type<CustomerId>().notNull(),
  deploymentId: text('deployment_id').$type<DeploymentId>().notNull(),
  model: text('model').notNull(),
  numPromptTokens: integer('num_prompt_tokens').notNull(),
  numCachedTokens: integer('num_cached_tokens').notNull(),
  numOutputTokens: integer('num_output_tokens').notNull(),
  reason: text('reason').$type<FinishReason>().notNull(),
  durationMs: integer('duration_ms').notNull(),
  amountMicroUnits: bigint('amount_micro_units', { mode: 'bigint' }).notNull(),
  /** Absent where the model had no price. */
  currency: text('currency'),
});

export const answers = pgTable('answers', {
  id: text('id').$type<AnswerId>().primaryKey(),
  usageId: text('usage_id').$type<UsageId>().notNull(),
  at: instant('at').notNull(),
  keyId: text('key_id').$type<KeyId>().notNull(),
  customerId: text('customer_id').$type<CustomerId>().notNull(),
  deploymentId: text('deployment_id').$type<DeploymentId>().notNull(),
  replicaId: text('replica_id').$type<ReplicaId>().notNull(),
  model: text('model').notNull(),
  promptDigest: text('prompt_digest').$type<Digest>().notNull(),
  citations: citationList('citations').notNull(),
  /** Absent until the answer has ended. */
  answerDigest: text('answer_digest').$type<Digest>(),
});

/** Which documents an answer was given passages of. */
export const answerDocuments = pgTable(
  'answer_documents',
  {
    answerId: text('answer_id').$type<AnswerId>().notNull(),
    document: text('document').$type<Digest>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.answerId, table.document] })],
);

/** How far each file of the journal has been counted. */
export const journalOffsets = pgTable('journal_offsets', {
  file: text('file').primaryKey(),
  nextOffset: bigint('next_offset', { mode: 'number' }).notNull(),
});

/** To be applied under the owner `gateway`. */
export const ledgerMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'customers, keys, prices, usage and answers',
    sql: `
      create table customers (
        id text primary key, name text not null unique, industry text not null, created_at timestamptz(3) not null
      );
      create table api_keys (
        id text primary key, customer_id text not null references customers (id), label text not null,
        prefix text not null, sha256 text not null unique, created_at timestamptz(3) not null,
        revoked_at timestamptz(3)
      );
      create table prices (
        model text not null, valid_from timestamptz(3) not null, currency text not null,
        input_per_million bigint not null, cached_input_per_million bigint not null,
        output_per_million bigint not null, primary key (model, valid_from)
      );
      create table usage_events (
        id text primary key, answer_id text not null, at timestamptz(3) not null, key_id text not null,
        customer_id text not null, deployment_id text not null, model text not null,
        num_prompt_tokens integer not null, num_cached_tokens integer not null, num_output_tokens integer not null,
        reason text not null, duration_ms integer not null, amount_micro_units bigint not null, currency text
      );
      create index usage_events_at on usage_events (at);
      create unique index usage_events_answer on usage_events (answer_id);
      create table answers (
        id text primary key, usage_id text not null, at timestamptz(3) not null, key_id text not null,
        customer_id text not null, deployment_id text not null, replica_id text not null, model text not null,
        prompt_digest text not null, citations text not null, answer_digest text
      );
      create index answers_deployment on answers (deployment_id, at);
      create table answer_documents (
        answer_id text not null, document text not null, primary key (answer_id, document)
      );
      create index answer_documents_document on answer_documents (document);
      create table journal_offsets (file text primary key, next_offset bigint not null);
    `,
  },
];
