/**
 * Puts a deployment back into service when a run reuses the step that had made it: a step that is done must be true.
 */
import { deploymentRequest, type StepStatus } from '@slipway/contracts';
import type { Loop } from '../loop/scheduler-loop.ts';
import type { Services } from '../services/open-services.ts';

export function reviveReused(services: Services): Loop {
  const ending = new AbortController();
  const running = (async () => {
    for await (const event of services.events.subscribe({ signal: ending.signal })) {
      const { body, runId } = event;
      if (body.type !== 'step-changed' || body.state !== 'reused' || runId === undefined) continue;
      const run = await services.runs.showRun(runId);
      const step = run.steps.find((one) => one.name === body.step);
      if (step?.stage === 'serving') await revive(services, step);
    }
  })().catch((error) => services.log.error('revival-failed', { message: String(error) }));
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

async function revive({ book, store }: Services, step: StepStatus): Promise<void> {
  const { deployment, report } = step.outputs;
  if (!deployment || !report) return;
  const { facts, parents } = await store.readManifest(deployment);
  const of = (role: string) =>
    parents.filter((parent) => parent.role === role).map((parent) => parent.digest);
  const request = deploymentRequest.parse({
    alias: facts.alias,
    contextTokens: facts.contextTokens,
    model: of('model')[0],
    ...(of('index')[0] ? { index: of('index')[0] } : {}),
    ...(of('dataset')[0] ? { dataset: of('dataset')[0] } : {}),
    gates: of('gates'),
    evaluations: of('evaluations'),
  });
  const known = (await book.list()).find(
    (one) => one.alias === request.alias && one.model === request.model && one.gates.includes(report),
  );
  if (known?.desired === 'running' && known.state !== 'failed') return;
  const id = known?.id ?? (await book.propose(request)).id;
  await book.revive(id);
}
