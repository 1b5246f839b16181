/**
 * The book of deployments: proposed, judged, promoted, stopped.
 * Invariant: an alias has at most one serving deployment; promoting one stops the one before in the same transaction.
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
import type { EventLog, Queries } from '@slipway/core';
import { desc, eq } from 'drizzle-orm';
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
  setState(
    id: DeploymentId,
    state: DeploymentState,
    options?: { error?: ErrorData; isRestart?: boolean },
  ): Promise<void>;
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
    revive: (id) => change(options, id, (old) => ({ ...old, desired: 'running', state: 'serving' })),
    stop: (id) =>
      change(options, id, (old) => ({
        ...old,
        desired: 'stopped',
        state: old.state === 'refused' ? 'refused' : 'stopped',
      })),
    setState: (id, state, { error, isRestart = false } = {}) =>
      change(options, id, ({ error: _, ...old }) => ({
        ...old,
        state,
        numRestarts: old.numRestarts + (isRestart ? 1 : 0),
        ...(error ? { error } : {}),
      })),
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
    await withdrawUnjudged(tx, request.alias);
    await put(tx, created);
    emit({ body: toEvent(created) });
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
  await events.transact(async (tx, emit) => {
    const old = await find(tx, id);
    const next = alter(old);
    await put(tx, next);
    if (next.state === 'serving' && old.state !== 'serving') await retireOthers(tx, next);
    if (next.state !== old.state) emit({ body: toEvent(next) });
  });
  onChange();
}

/** A proposal whose attempt died is withdrawn by the next one of the same alias: its engine must not linger. */
async function withdrawUnjudged(tx: Queries, alias: string): Promise<void> {
  for (const old of await ofAlias(tx, alias)) {
    if (old.state === 'proving') await put(tx, { ...old, state: 'stopped', desired: 'stopped' });
  }
}

async function retireOthers(tx: Queries, promoted: Deployment): Promise<void> {
  for (const old of await ofAlias(tx, promoted.alias)) {
    if (old.id !== promoted.id && old.desired === 'running') {
      await put(tx, { ...old, state: 'stopped', desired: 'stopped' });
    }
  }
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

async function put(tx: Queries, one: Deployment): Promise<void> {
  const { id, alias, state, desired } = one;
  const row = { id, alias, state, desired, createdAt: new Date(one.createdAt), body: JSON.stringify(one) };
  await tx.insert(deployments).values(row).onConflictDoUpdate({ target: deployments.id, set: row });
}

function toDeployment(row: typeof deployments.$inferSelect): Deployment {
  return deploymentSchema.parse(JSON.parse(row.body));
}

function toEvent(one: Deployment) {
  const error = one.error ? { error: one.error } : {};
  return { type: 'deployment-changed' as const, deploymentId: one.id, state: one.state, ...error };
}
