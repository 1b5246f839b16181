/**
 * Puts a deployment back into service when a run reuses the step that had made it: a step that is done must be true.
 * Invariant: every such event has its effect, however often the server dies: how far they were followed is stored, after the
 * effect. What was proposed for the alias after the event stays. One that can never be revived does not hold up the next.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DeploymentRequest,
  type Digest,
  deploymentRequest,
  type Event,
  isSlipwayError,
  type StepStatus,
} from '@slipway/contracts';
import { revivals } from '../deployments/deployment-table.ts';
import type { Loop } from '../loop/scheduler-loop.ts';
import type { Services } from '../services/open-services.ts';

export type RevivalServices = Pick<Services, 'database' | 'events' | 'book' | 'store' | 'log'> & {
  runs: Pick<Services['runs'], 'showRun'>;
};

const cursorId = 1;
/** Events passed over until the cursor is stored, so that a start need not read all of them again. */
const numSkipped = 500;
const numTries = 60;
const tryPauseMs = 1_000;

/** Follows events from where the server before left off. To be called before runs go on. */
export async function reviveReused(services: RevivalServices, tryMs = tryPauseMs): Promise<Loop> {
  const ending = new AbortController();
  const { signal } = ending;
  let cursor = (await readCursor(services)) ?? (await services.events.readNewestId());
  await storeCursor(services, cursor);
  const follow = async () => {
    for await (const event of services.events.subscribe({ after: cursor, signal })) {
      const isHandled = await handle(services, event, { signal, tryMs });
      if (signal.aborted) return;
      if (!isHandled && event.id - cursor < numSkipped) continue;
      await storeCursor(services, event.id);
      cursor = event.id;
    }
  };
  const running = (async () => {
    while (!signal.aborted) {
      // A database that is away for a moment ends a subscription; the next one goes on from the cursor.
      await follow().catch((error) => services.log.error('revival-failed', { message: String(error) }));
      await sleep(tryMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

/** @returns whether the event was of a reused step */
async function handle(
  services: RevivalServices,
  { body, runId, at }: Event,
  { signal, tryMs }: { signal: AbortSignal; tryMs: number },
): Promise<boolean> {
  if (body.type !== 'step-changed' || body.state !== 'reused' || runId === undefined) return false;
  for (let numTried = 1; !signal.aborted; numTried += 1) {
    try {
      const run = await services.runs.showRun(runId);
      const step = run.steps.find((one) => one.name === body.step);
      if (step?.stage === 'serving') await revive(services, step, at);
      break;
    } catch (error) {
      services.log.error('revival-failed', { runId, step: body.step, message: String(error) });
      const isFinal = isSlipwayError(error) && !error.retryable;
      if (isFinal || numTried >= numTries) break;
      await sleep(tryMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return true;
}

/** @param reusedAt when the step was reused */
async function revive({ book, store }: RevivalServices, step: StepStatus, reusedAt: string): Promise<void> {
  const { deployment, report } = step.outputs;
  if (!deployment || !report) return;
  const request = await readRequest(store, deployment);
  const ofAlias = (await book.list()).filter((one) => one.alias === request.alias);
  if (ofAlias.some((one) => one.createdAt > reusedAt)) return;
  const known = ofAlias.find((one) => one.model === request.model && one.gates.includes(report));
  if (known?.desired === 'running' && known.state !== 'failed') return;
  const id = known?.id ?? (await book.propose(request)).id;
  await book.revive(id);
}

async function readRequest(
  store: Pick<Services['store'], 'readManifest'>,
  artifact: Digest,
): Promise<DeploymentRequest> {
  const { facts, parents } = await store.readManifest(artifact);
  const of = (role: string) =>
    parents.filter((parent) => parent.role === role).map((parent) => parent.digest);
  return deploymentRequest.parse({
    alias: facts.alias,
    contextTokens: facts.contextTokens,
    model: of('model')[0],
    ...(of('index')[0] ? { index: of('index')[0] } : {}),
    ...(of('dataset')[0] ? { dataset: of('dataset')[0] } : {}),
    gates: of('gates'),
    evaluations: of('evaluations'),
  });
}

async function readCursor({ database }: RevivalServices): Promise<number | undefined> {
  const [row] = await database.select().from(revivals);
  return row?.eventId;
}

async function storeCursor({ database }: RevivalServices, eventId: number): Promise<void> {
  const row = { id: cursorId, eventId };
  await database.insert(revivals).values(row).onConflictDoUpdate({ target: revivals.id, set: row });
}
