/**
 * The tables of runs, steps and attempts, and their migrations (owner `runs`).
 * Invariant: a row changes state only along the arrows drawn in the contracts, each time in one transaction that has
 * locked the row of its run first.
 */
import type {
  AttemptId,
  AttemptState,
  Digest,
  ErrorData,
  InputReference,
  Json,
  Machine,
  Progress,
  Recipe,
  Resources,
  RunId,
  RunState,
  StepPlan,
  StepState,
} from '@slipway/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const runs = pgTable(
  'runs',
  {
    id: text('id').$type<RunId>().primaryKey(),
    recipe: text('recipe').notNull(),
    title: text('title'),
    state: text('state').$type<RunState>().notNull(),
    definition: jsonColumn<Recipe>('definition').notNull(),
    machine: jsonColumn<Machine>('machine').notNull(),
    workingDirectory: text('working_directory').notNull(),
    createdAt: instant('created_at').notNull(),
    cancelRequestedAt: instant('cancel_requested_at'),
    endedAt: instant('ended_at'),
    error: jsonColumn<ErrorData>('error'),
  },
  (table) => [index('runs_running').on(table.id).where(sql`state = 'running'`)],
);

export const steps = pgTable(
  'run_steps',
  {
    runId: text('run_id').$type<RunId>().notNull(),
    name: text('name').notNull(),
    /** Place in the order in which steps can be made. */
    position: integer('position').notNull(),
    stage: text('stage').notNull(),
    stageVersion: text('stage_version').notNull(),
    spec: jsonColumn<Json>('spec').notNull(),
    references: jsonColumn<Record<string, InputReference[]>>('input_references').notNull(),
    after: jsonColumn<string[]>('after_steps').notNull(),
    state: text('state').$type<StepState>().notNull(),
    /** Set together with survey, inputs and plan once all inputs are known. */
    key: text('step_key').$type<Digest>(),
    survey: jsonColumn<Json>('survey'),
    inputs: jsonColumn<Record<string, Digest[]>>('inputs').notNull(),
    plan: jsonColumn<StepPlan>('plan'),
    outputs: jsonColumn<Record<string, Digest>>('outputs').notNull(),
    progress: jsonColumn<Progress>('progress'),
    /** Times that its survey failed in a way that may pass. */
    numSurveyFailures: integer('num_survey_failures').notNull(),
    notBefore: instant('not_before'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    durationMs: bigint('duration_ms', { mode: 'number' }),
    error: jsonColumn<ErrorData>('error'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.name] }),
    index('run_steps_key').on(table.key).where(sql`state = 'running'`),
  ],
);

/** Why the engine ends an attempt. */
export type CancelReason = 'run-cancelled' | 'step-failed' | 'silent';

export const attempts = pgTable(
  'run_attempts',
  {
    id: text('id').$type<AttemptId>().primaryKey(),
    runId: text('run_id').$type<RunId>().notNull(),
    step: text('step').notNull(),
    task: text('task').notNull(),
    key: text('step_key').$type<Digest>().notNull(),
    number: integer('number').notNull(),
    state: text('state').$type<AttemptState>().notNull(),
    launcher: text('launcher').notNull(),
    resources: jsonColumn<Resources>('resources').notNull(),
    /** Bytes of its messages whose effects are in the database. */
    messageOffset: bigint('message_offset', { mode: 'number' }).notNull(),
    notBefore: instant('not_before').notNull(),
    submittedAt: instant('submitted_at'),
    startedAt: instant('started_at').notNull(),
    heartbeatAt: instant('heartbeat_at').notNull(),
    cancelReason: text('cancel_reason').$type<CancelReason>(),
    endedAt: instant('ended_at'),
    /** When its processes were certainly gone. */
    reapedAt: instant('reaped_at'),
    /** Whether its failure counts against the policy's number of attempts. */
    isCounted: boolean('is_counted').notNull(),
    outputs: jsonColumn<Record<string, Digest>>('outputs').notNull(),
    /** Whether what it made is what the step's key promises. */
    isReusable: boolean('is_reusable').notNull().default(true),
    error: jsonColumn<ErrorData>('error'),
  },
  (table) => [
    index('run_attempts_open').on(table.id).where(sql`reaped_at is null`),
    uniqueIndex('run_attempts_number').on(table.runId, table.step, table.task, table.number),
  ],
);

export type RunRow = typeof runs.$inferSelect;
export type StepRow = typeof steps.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;

/** To be applied under the owner `runs`. */
export const runMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'runs, steps, attempts',
    sql: `
      create table runs (
        id text primary key, recipe text not null, title text, state text not null,
        definition text not null, machine text not null, working_directory text not null,
        created_at timestamptz(3) not null, cancel_requested_at timestamptz(3), ended_at timestamptz(3), error text
      );
      create index runs_running on runs (id) where state = 'running';
      create table run_steps (
        run_id text not null references runs (id), name text not null, position integer not null,
        stage text not null, stage_version text not null, spec text not null,
        input_references text not null, after_steps text not null, state text not null,
        step_key text, survey text, inputs text not null, plan text, outputs text not null, progress text,
        num_survey_failures integer not null, not_before timestamptz(3),
        started_at timestamptz(3), ended_at timestamptz(3), duration_ms bigint, error text,
        primary key (run_id, name)
      );
      create index run_steps_key on run_steps (step_key) where state = 'running';
      create table run_attempts (
        id text primary key, run_id text not null references runs (id), step text not null, task text not null,
        step_key text not null, number integer not null, state text not null, launcher text not null, resources text not null,
        message_offset bigint not null, not_before timestamptz(3) not null, submitted_at timestamptz(3),
        started_at timestamptz(3) not null, heartbeat_at timestamptz(3) not null, cancel_reason text,
        ended_at timestamptz(3), reaped_at timestamptz(3), is_counted boolean not null,
        outputs text not null, error text,
        unique (run_id, step, task, number)
      );
      create index run_attempts_open on run_attempts (id) where reaped_at is null;
    `,
  },
  {
    number: 2,
    title: 'attempts whose outputs are not reused',
    sql: 'alter table run_attempts add column is_reusable boolean not null default true;',
  },
];
