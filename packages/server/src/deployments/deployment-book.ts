/**
 * The book of deployments: proposed, judged, promoted, stopped.
 * Invariant: an alias has at most one serving deployment; promoting one stops the one before in the same transaction. Changes
 * happen one after another, each decides on what it finds then, and whoever follows the events hears of every one.
 */
import {
  type Deployment,
  type DeploymentId,
  type DeploymentRequest,
  type DeploymentState,
  type Digest,
  deployment as deploymentSchema,
  type ErrorData,
  type GateReport,
  newId,
  SlipwayError,
} from '@slipway/contracts';
import type { EventDraft, EventLog, Queries } from '@slipway/core';
import { desc, eq, sql } from 'drizzle-orm';
import { deployments } from './deployment-table.ts';

export interface DeploymentBook {
  propose(request: DeploymentRequest): Promise<Deployment>;
  list(): Promise<Deployment[]>;
  /** @throws SlipwayError `deployment-unknown` */
  show(id: DeploymentId): Promise<Deployment>;
  /**
   * Promotes it where the report passed, else refuses it. Saying the same again changes nothing.
   * @param report as it was read from the store
   * @throws SlipwayError `gate-failed` where the report is not of this model's service, `deployment-not-ready` where it is not being proven
   */
  judge(id: DeploymentId, gate: Digest, report: GateReport): Promise<void>;
  /** Wants it to run again, as when a run reuses the step that made it. */
  revive(id: DeploymentId): Promise<void>;
  stop(id: DeploymentId): Promise<void>;
  /** Notes what became of its engine. Without effect where it is not wanted any more, or was not in one of these states. */
  note(id: DeploymentId, from: readonly DeploymentState[], finding: EngineFinding): Promise<void>;
}

export interface EngineFinding {
  state: DeploymentState;
  error?: ErrorData;
  isRestart?: boolean;
}

interface BookOptions {
  database: Queries;
  events: EventLog;
  onChange(): void;
}

export function createDeploymentBook(options: BookOptions): DeploymentBook {
  const { database } = options;
  return {
    propose: (request) => propose(options, request),
    async list() {
      const newestFirst = [desc(deployments.createdAt), desc(deployments.id)];
      const rows = await database
        .select()
        .from(deployments)
        .orderBy(...newestFirst);
      return rows.map(toDeployment);
    },
    show: (id) => find(database, id),
    judge: (id, gate, report) =>
      change(options, id, (old) => {
        if (isJudged(old, gate, report)) return old;
        requireJudgeable(old, report);
        const gates = old.gates.includes(gate) ? old.gates : [...old.gates, gate];
        if (report.passed) return { ...old, gates, state: 'serving', desired: 'running' };
        return { ...old, gates, state: 'refused', desired: 'stopped' };
      }),
    revive: (id) =>
      change(options, id, ({ error: _, ...old }) => ({ ...old, desired: 'running', state: 'restarting' })),
    stop: (id) =>
      change(options, id, (old) => ({
        ...old,
        desired: 'stopped',
        state: old.state === 'refused' ? 'refused' : 'stopped',
      })),
    note: (id, from, { state, error, isRestart = false }) =>
      change(options, id, (old) => {
        if (old.desired !== 'running' || !from.includes(old.state)) return old;
        const { error: _, ...rest } = old;
        const numRestarts = old.numRestarts + (isRestart ? 1 : 0);
        return { ...rest, state, numRestarts, ...(error ? { error } : {}) };
      }),
  };
}

async function propose({ events, onChange }: BookOptions, request: DeploymentRequest): Promise<Deployment> {
  const created: Deployment = {
    ...request,
    id: newId('deployment'),
    desired: 'running',
    state: 'proving',
    createdAt: new Date().toISOString(),
    numRestarts: 0,
  };
  await events.transact(async (tx, emit) => {
    await waitForTurn(tx);
    for (const old of await ofAlias(tx, request.alias)) {
      // Its attempt has died, or would be in the way of this one: its engine must not linger.
      if (old.state === 'proving') await put({ tx, emit }, old, withdrawn(old));
    }
    await put({ tx, emit }, undefined, created);
  });
  onChange();
  return created;
}

/** Whether this very judgement stands already: its caller may not have heard of it. */
function isJudged(old: Deployment, gate: Digest, report: GateReport): boolean {
  const settled = report.passed ? ['serving', 'restarting'] : ['refused'];
  return settled.includes(old.state) && old.gates.includes(gate);
}

function requireJudgeable(old: Deployment, report: GateReport): void {
  if (report.handover !== 'serve' || report.model !== old.model) {
    throw new SlipwayError({
      code: 'gate-failed',
      message: `the report proves the hand-over "${report.handover}" of ${report.model.slice(0, 19)}, not that ${old.id} serves ${old.model.slice(0, 19)}`,
      hint: 'Run the serving step: it compares the endpoint with the file and commits the report.',
    });
  }
  if (old.state === 'proving') return;
  throw new SlipwayError({
    code: 'deployment-not-ready',
    message: `${old.id} is ${old.state}, and only one that is being proven can be judged`,
    hint: 'Another proposal of its alias has taken its place, or it was stopped. Run the serving step again.',
  });
}

/** Changes one deployment in one transaction with its event. */
async function change(
  { events, onChange }: BookOptions,
  id: DeploymentId,
  alter: (old: Deployment) => Deployment,
): Promise<void> {
  const isChanged = await events.transact(async (tx, emit) => {
    await waitForTurn(tx);
    const old = await find(tx, id);
    const next = alter(old);
    if (next === old) return false;
    await put({ tx, emit }, old, next);
    if (isInService(next) && !isInService(old)) await retireOthers({ tx, emit }, next);
    return true;
  });
  if (isChanged) onChange();
}

/** Answers for its alias, or will as soon as its engine is up again. */
function isInService({ desired, state }: Deployment): boolean {
  return desired === 'running' && (state === 'serving' || state === 'restarting');
}

/** A proposal of the same alias goes on being proven. */
async function retireOthers(change: Change, promoted: Deployment): Promise<void> {
  for (const old of await ofAlias(change.tx, promoted.alias)) {
    if (old.id === promoted.id || old.desired === 'stopped' || old.state === 'proving') continue;
    await put(change, old, withdrawn(old));
  }
}

function withdrawn(old: Deployment): Deployment {
  return { ...old, state: 'stopped', desired: 'stopped' };
}

/** Other changes wait until this transaction has ended: each looks at all deployments of an alias. "slpd" as a number. */
async function waitForTurn(tx: Queries): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${0x736c7064})`);
}

async function ofAlias(tx: Queries, alias: string): Promise<Deployment[]> {
  return (await tx.select().from(deployments).where(eq(deployments.alias, alias))).map(toDeployment);
}

async function find(tx: Queries, id: DeploymentId): Promise<Deployment> {
  const [row] = await tx.select().from(deployments).where(eq(deployments.id, id));
  if (row) return toDeployment(row);
  throw new SlipwayError({
    code: 'deployment-unknown',
    message: `there is no deployment ${id}`,
    hint: '`slipway deploy` lists those there are.',
  });
}

interface Change {
  tx: Queries;
  emit(draft: EventDraft): void;
}

async function put({ tx, emit }: Change, old: Deployment | undefined, one: Deployment): Promise<void> {
  const { id, alias, state, desired } = one;
  const row = { id, alias, state, desired, createdAt: new Date(one.createdAt), body: JSON.stringify(one) };
  await tx.insert(deployments).values(row).onConflictDoUpdate({ target: deployments.id, set: row });
  if (state !== old?.state) emit({ body: toEvent(one) });
}

function toDeployment(row: typeof deployments.$inferSelect): Deployment {
  return deploymentSchema.parse(JSON.parse(row.body));
}

function toEvent(one: Deployment) {
  const error = one.error ? { error: one.error } : {};
  return { type: 'deployment-changed' as const, deploymentId: one.id, state: one.state, ...error };
}
