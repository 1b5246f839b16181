/**
 * The tables of the lineage and their migrations: what the store's manifests say, kept where it can be asked both ways.
 * Invariant: all of it can be made again from the store but the order in time and the results of keys.
 */
import type { ArtifactKind, ArtifactManifest, Digest } from '@slipway/contracts';
import {
  bigint,
  bigserial,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Migration } from '../database/migrate.ts';
import { jsonColumn } from '../events/json-column.ts';

export const artifacts = pgTable(
  'artifacts',
  {
    digest: text('digest').$type<Digest>().primaryKey(),
    /** Grows in the order in which artifacts became known. */
    number: bigserial('number', { mode: 'number' }).notNull(),
    kind: text('kind').$type<ArtifactKind>().notNull(),
    name: text('name').notNull(),
    stage: text('stage').notNull(),
    stageVersion: text('stage_version').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
    manifest: jsonColumn<ArtifactManifest>('manifest').notNull(),
  },
  (table) => [uniqueIndex('artifacts_number').on(table.number)],
);

export const artifactParents = pgTable(
  'artifact_parents',
  {
    child: text('child')
      .$type<Digest>()
      .notNull()
      .references(() => artifacts.digest, { onDelete: 'cascade' }),
    parent: text('parent').$type<Digest>().notNull(),
    role: text('role').notNull(),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.child, table.position] }),
    index('artifact_parents_parent').on(table.parent),
  ],
);

/** Documents of `documents` artifacts, those set aside too. */
export const documents = pgTable(
  'documents',
  {
    artifact: text('artifact')
      .$type<Digest>()
      .notNull()
      .references(() => artifacts.digest, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    /** Null where the file could not even be read. */
    document: text('document').$type<Digest>(),
    /** Why it was set aside; null where it was taken. */
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.artifact, table.path] }),
    index('documents_document').on(table.document),
    index('documents_path').on(table.path),
  ],
);

export const stepResults = pgTable('step_results', {
  key: text('key').$type<Digest>().primaryKey(),
  stage: text('stage').notNull(),
  stageVersion: text('stage_version').notNull(),
  outputs: jsonColumn<Record<string, Digest>>('outputs').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
});

/** To be applied under the owner `lineage`. */
export const lineageMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'artifacts, parents, documents, results of steps',
    sql: `
      create table artifacts (
        digest text primary key,
        number bigserial not null,
        kind text not null,
        name text not null,
        stage text not null,
        stage_version text not null,
        size_bytes bigint not null,
        created_at timestamptz(3) not null,
        manifest text not null
      );
      create unique index artifacts_number on artifacts (number);
      create table artifact_parents (
        child text not null references artifacts (digest) on delete cascade,
        parent text not null,
        role text not null,
        position integer not null,
        primary key (child, position)
      );
      create index artifact_parents_parent on artifact_parents (parent);
      create table documents (
        artifact text not null references artifacts (digest) on delete cascade,
        path text not null,
        document text,
        reason text,
        primary key (artifact, path)
      );
      create index documents_document on documents (document);
      create index documents_path on documents (path);
      create table step_results (
        key text primary key,
        stage text not null,
        stage_version text not null,
        outputs text not null,
        created_at timestamptz(3) not null
      );
    `,
  },
];
