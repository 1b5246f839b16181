/**
 * Hosts attempts of real stages on a real file store, for tests of gates.
 * Invariant: every call is a whole attempt, as a launcher would run it; what it says is checked against the protocol.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ArtifactKind,
  type ArtifactManifest,
  type AttemptMessage,
  attemptMessage,
  attemptRequest,
  type Digest,
  type ErrorData,
  type GateReport,
  gateReport,
  newId,
} from '@slipway/contracts';
import {
  type ArtifactStore,
  createLogger,
  createWorkerRunner,
  type DeploymentControl,
  hostAttempt,
  openFileStore,
  type Stage,
} from '@slipway/core';

const worker = fileURLToPath(new URL('../../workers/train', import.meta.url));
const notHere = () => Promise.reject(new Error('not part of this test'));

export interface Hosted {
  readonly exitCode: number;
  readonly messages: readonly AttemptMessage[];
  readonly outputs: Readonly<Record<string, Digest>> | undefined;
  readonly error: ErrorData | undefined;
  /** The gate report that was committed, whatever came of the attempt. */
  readonly report: GateReport | undefined;
  readonly reportDigest: Digest | undefined;
}

export interface Hosting {
  readonly stage: Stage<never>;
  readonly spec: Record<string, unknown>;
  readonly inputs: Readonly<Record<string, Digest | readonly Digest[]>>;
  readonly survey?: unknown;
  readonly deployments?: DeploymentControl;
}

export interface GateBench {
  readonly folder: string;
  readonly store: ArtifactStore;
  /** Commits a file or the files of an artifact that tests made. */
  commit(kind: ArtifactKind, files: Readonly<Record<string, string>>, spdx?: string): Promise<Digest>;
  host(hosting: Hosting): Promise<Hosted>;
  dispose(): Promise<void>;
}

/** @param options.python interpreter for the PyTorch worker; without it, stages that need the worker fail */
export async function openGateBench(options: { python?: string | undefined } = {}): Promise<GateBench> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-gates-'));
  const store = openFileStore(join(folder, 'store'));
  return {
    folder,
    store,
    async commit(kind, files, spdx) {
      const licences = spdx === undefined ? [] : [{ spdx }];
      const draft = await store.draft();
      for (const [path, source] of Object.entries(files)) await draft.addFile(path, source);
      return draft.commit({ ...made, kind, name: kind, licences } satisfies Omit<
        ArtifactManifest,
        'format' | 'files'
      >);
    },
    host: (hosting) => host(hosting, { store, folder, python: options.python }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

const made = { stage: 'fixture', stageVersion: '1', spec: {}, parents: [], facts: {} };

interface Bench {
  store: ArtifactStore;
  folder: string;
  python: string | undefined;
}

async function host(hosting: Hosting, { store, folder, python }: Bench): Promise<Hosted> {
  const stage = hosting.stage as unknown as Stage;
  const scratchDirectory = join(folder, 'scratch', newId('attempt'));
  await mkdir(scratchDirectory, { recursive: true });
  const lists = Object.entries(hosting.inputs).map(([role, given]) => [role, [given].flat()]);
  const messages: AttemptMessage[] = [];
  const log = createLogger({ level: 'silent' });
  const exitCode = await hostAttempt({
    request: attemptRequest.parse({
      protocol: 1,
      attemptId: newId('attempt'),
      runId: newId('run'),
      step: 'gate',
      stage: stage.name,
      stageVersion: stage.version,
      key: `sha256:${'0'.repeat(64)}`,
      spec: stage.spec.parse(hosting.spec),
      survey: hosting.survey ?? null,
      inputs: Object.fromEntries(lists),
      task: { name: 'prove', after: [], slice: null, resources },
      taskOutputs: {},
      machine: { threads: 2, memoryBytes: 4e9, freeDiskBytes: 1e10, cpuFeatures: [], cpuModel: '', gpus: [] },
      scratchDirectory,
      home: folder,
    }),
    stage,
    store,
    workers: python ? connectWorker(python, log) : { run: notHere },
    deployments: hosting.deployments ?? { propose: notHere, waitUntilReady: notHere, judge: notHere },
    network: { mirrors: {} },
    log,
    write: (message) => void messages.push(attemptMessage.parse(message)),
    signal: new AbortController().signal,
  });
  await rm(scratchDirectory, { recursive: true, force: true });
  return { exitCode, messages, ...(await readEnd(messages, store)) };
}

const resources = { threads: 2, memoryBytes: 1e9, diskBytes: 0, numGpus: 0 };

function connectWorker(python: string, log: ReturnType<typeof createLogger>) {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, PYTHONPATH: worker, PYTHONUNBUFFERED: '1' };
  return createWorkerRunner({ log, resolveEnvironment: () => Promise.resolve({ python, env }) });
}

async function readEnd(messages: AttemptMessage[], store: ArtifactStore) {
  const last = messages.at(-1);
  const reported = messages.find((one) => one.type === 'artifact-made' && one.kind === 'gate-report');
  const reportDigest = reported?.type === 'artifact-made' ? reported.digest : undefined;
  const text = reportDigest && (await readFile(await store.locateFile(reportDigest, 'report.json'), 'utf8'));
  return {
    outputs: last?.type === 'attempt-succeeded' ? last.outputs : undefined,
    error: last?.type === 'attempt-failed' ? last.error : undefined,
    report: text === undefined ? undefined : gateReport.parse(JSON.parse(text)),
    reportDigest,
  };
}
