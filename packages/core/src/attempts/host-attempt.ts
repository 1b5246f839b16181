/**
 * Runs one task of a stage inside an attempt process and says on the way what happens.
 *
 *   attempt-started, then attempt-alive every 2 s, progress, metrics, warnings and artifacts, then one last word
 *
 * Invariant: the scratch folder is there when the stage begins; the last message is `attempt-succeeded` or `attempt-failed`, and nothing follows it; whatever is thrown becomes data.
 * Refuses to know where messages go, or which stages there are.
 */
import { mkdir } from 'node:fs/promises';
import {
  type ArtifactManifest,
  type AttemptMessage,
  type AttemptRequest,
  type Digest,
  invariant,
  SlipwayError,
} from '@slipway/contracts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { DeploymentControl, InputArtifact, RunContext, Stage, WorkerRunner } from '../ports/stage.ts';
import { isDiskFull, toAttemptError } from './attempt-error.ts';
import { diskFullExitCode } from './attempt-exit-code.ts';
import { createProgressGate } from './progress-gate.ts';

export interface HostAttemptOptions {
  request: AttemptRequest;
  stage: Stage;
  store: ArtifactStore;
  workers: WorkerRunner;
  deployments: DeploymentControl;
  network: RunContext<unknown>['network'];
  objects: RunContext<unknown>['objects'];
  log: Logger;
  /** Writes one message so that it survives this process. Throws where it cannot. */
  write: (message: AttemptMessage) => void;
  /** Aborts when the attempt is to end. */
  signal: AbortSignal;
  /** Process id to be told; that of this process where left out. */
  pid?: number;
}

const aliveEveryMs = 2000;
const progressEveryMs = 250;

/**
 * Carries the task out. Never rejects.
 * @returns the exit code for the process: 0 well, 1 failed and said so, 28 the disk is too full to say anything
 */
export async function hostAttempt(options: HostAttemptOptions): Promise<number> {
  const { request, write, signal, log } = options;
  // What is said on the side may fail: if nothing can be written, the next message that matters tells.
  const mention = (message: AttemptMessage) => {
    try {
      write(message);
    } catch (error) {
      log.warn('message-lost', { type: message.type, message: String(error) });
    }
  };
  const alive = setInterval(() => mention({ type: 'attempt-alive' }), aliveEveryMs);
  const progress = createProgressGate(
    (made) => mention({ type: 'progress-made', progress: made }),
    progressEveryMs,
  );
  try {
    write({ type: 'attempt-started', pid: options.pid ?? process.pid });
    const { outputs, isReusable } = await runTask(options, progress.report);
    signal.throwIfAborted();
    progress.flush();
    write({ type: 'attempt-succeeded', outputs, ...(isReusable ? {} : { isReusable }) });
    return 0;
  } catch (thrown) {
    const error = toAttemptError(thrown, signal, log);
    try {
      progress.flush();
      write({ type: 'attempt-failed', error });
    } catch (cause) {
      log.error('last-word-lost', { step: request.step, code: error.code, message: String(cause) });
      return isDiskFull(cause) ? diskFullExitCode : 1;
    }
    return 1;
  } finally {
    clearInterval(alive);
  }
}

async function runTask(
  options: HostAttemptOptions,
  reportProgress: RunContext<unknown>['reportProgress'],
): Promise<{ outputs: Record<string, Digest>; isReusable: boolean }> {
  const { request, stage, store, write, signal, log } = options;
  checkStage(request, stage);
  await mkdir(request.scratchDirectory, { recursive: true });
  const committed = new Map<string, Digest>();
  let isReusable = true;
  const outputs = await stage.run({
    spec: request.spec,
    survey: request.survey,
    inputs: await readInputs(store, request.inputs),
    task: request.task,
    taskOutputs: request.taskOutputs,
    store,
    scratchDirectory: request.scratchDirectory,
    machine: request.machine,
    signal,
    log,
    workers: options.workers,
    deployments: options.deployments,
    network: options.network,
    objects: options.objects,
    reportProgress,
    reportMetric: (name, step, value) => write({ type: 'metric-measured', name, step, value }),
    warn: (message) =>
      write({
        type: 'warning-raised',
        ...(typeof message === 'string' ? { message } : { message: message.en, chinese: message.zh }),
      }),
    commit: (commit) => {
      isReusable &&= commit.isReusable ?? true;
      return commitOutput(options, committed, commit);
    },
  });
  for (const [output, digest] of Object.entries(outputs)) {
    const isOwn = committed.get(output) === digest || (await store.has(digest));
    invariant(isOwn, `stage ${stage.name} returned ${digest} as ${output} without committing it`);
  }
  return { outputs, isReusable };
}

function checkStage(request: AttemptRequest, stage: Stage): void {
  if (stage.name === request.stage && stage.version === request.stageVersion) return;
  throw new SlipwayError({
    code: 'stage-unknown',
    message: `the attempt is for stage ${request.stage} ${request.stageVersion}, here is ${stage.name} ${stage.version}`,
    hint: 'Start the recipe again; what is made already is reused.',
  });
}

async function readInputs(
  store: ArtifactStore,
  inputs: Record<string, Digest[]>,
): Promise<Record<string, InputArtifact[]>> {
  const read: Record<string, InputArtifact[]> = {};
  for (const [role, digests] of Object.entries(inputs)) {
    read[role] = await Promise.all(
      digests.map(async (digest) => ({ digest, manifest: await store.readManifest(digest) })),
    );
  }
  return read;
}

type Commit = Parameters<RunContext<unknown>['commit']>[0];

async function commitOutput(
  { request, stage, write, signal }: HostAttemptOptions,
  committed: Map<string, Digest>,
  commit: Commit,
): Promise<Digest> {
  const { output, draft, kind, name, parents, licences, facts } = commit;
  const declared = Object.hasOwn(stage.outputs, output) ? stage.outputs[output] : undefined;
  // What one task makes for the next need not be an output of the step.
  invariant(
    declared === undefined || declared === kind,
    `output ${output} of ${stage.name} is a ${declared}`,
  );
  signal.throwIfAborted();
  const spec = (commit.recordedSpec ?? request.spec) as ArtifactManifest['spec'];
  const { name: stageName, version: stageVersion } = stage;
  const digest = await draft.commit({
    kind,
    name,
    stage: stageName,
    stageVersion,
    spec,
    parents,
    licences,
    facts,
  });
  const before = committed.get(output);
  invariant(before === undefined || before === digest, `output ${output} was committed twice, differently`);
  committed.set(output, digest);
  write({ type: 'artifact-made', output, kind, digest });
  return digest;
}
