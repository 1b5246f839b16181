/**
 * A run context for tests: a real file store in a temporary folder, and every other port scripted or recorded.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactManifest, Digest, Json, Machine, Progress } from '@slipway/contracts';
import {
  type ArtifactStore,
  createLogger,
  type InputArtifact,
  openFileStore,
  type RunContext,
  type Stage,
} from '@slipway/core';
import { noObjects } from '@slipway/core/testing';

/** A machine that does not depend on where the tests run. */
export const fixedMachine: Machine = {
  threads: 2,
  memoryBytes: 16e9,
  freeDiskBytes: 100e9,
  cpuFeatures: ['avx2', 'avx512_bf16'],
  cpuModel: 'fixed',
  gpus: [],
};

export interface Bench {
  /** Temporary folder of this test. */
  readonly folder: string;
  readonly store: ArtifactStore;
  readonly warnings: string[];
  /** The same in Chinese; empty where a stage gave none. */
  readonly chineseWarnings: string[];
  readonly progress: Progress[];
  readonly metrics: { name: string; step: number; value: number }[];
  /** Parses a spec, surveys and runs a stage with its only task. */
  run<Spec>(stage: Stage<Spec>, options?: RunOptions<Spec>): Promise<Record<string, Digest>>;
  /** The context alone. */
  context<Spec>(stage: Stage<Spec>, options?: RunOptions<Spec>): Promise<RunContext<Spec>>;
  /** Commits small files as an artifact. */
  commit(kind: ArtifactManifest['kind'], draft: CommitDraft): Promise<Digest>;
  /** A file of an artifact as text. */
  readText(artifact: Digest, path: string): Promise<string>;
  /** A JSON-lines file of an artifact. */
  readLines<Record = { [field: string]: Json }>(artifact: Digest, path: string): Promise<Record[]>;
  dispose(): Promise<void>;
}

export interface RunOptions<Spec> {
  spec?: unknown;
  inputs?: Record<string, Digest | Digest[]>;
  /** Taken in place of the stage's own survey. */
  survey?: Json;
  signal?: AbortSignal;
  over?: Partial<RunContext<Spec>>;
}

export interface CommitDraft {
  files: Record<string, string | Uint8Array>;
  facts?: ArtifactManifest['facts'];
  parents?: ArtifactManifest['parents'];
  licences?: ArtifactManifest['licences'];
  stage?: string;
  name?: string;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-stages-'));
  const store = openFileStore(join(folder, 'store'));
  const record = {
    warnings: [] as string[],
    chineseWarnings: [] as string[],
    progress: [] as Progress[],
    metrics: [] as Bench['metrics'],
  };

  const bench: Bench = {
    folder,
    store,
    ...record,
    async context(stage, options = {}) {
      const signal = options.signal ?? new AbortController().signal;
      const spec = stage.spec.parse(options.spec ?? {});
      const objects = options.over?.objects ?? noObjects;
      const survey =
        options.survey ?? (await stage.survey?.(spec, { signal, workingDirectory: folder, objects })) ?? null;
      const inputs = await readInputs(store, options.inputs ?? {});
      const foreseen = Object.fromEntries(
        Object.entries(inputs).map(([role, list]) => [role, list.map(foresee)]),
      );
      const plan = stage.plan({ spec, survey, inputs: foreseen, machine: fixedMachine });
      const scratchDirectory = join(folder, 'scratch', stage.name);
      await mkdir(scratchDirectory, { recursive: true });
      return {
        spec,
        survey,
        inputs,
        task: plan.tasks[0] as RunContext<unknown>['task'],
        taskOutputs: {},
        store,
        scratchDirectory,
        machine: fixedMachine,
        signal,
        log: createLogger({ level: 'silent' }),
        workers: { run: () => Promise.reject(new Error('no worker in this test')) },
        deployments: {
          propose: () => Promise.reject(new Error('no deployment in this test')),
          waitUntilReady: () => Promise.reject(new Error('no deployment in this test')),
          judge: () => Promise.reject(new Error('no deployment in this test')),
        },
        network: { mirrors: {} },
        objects,
        reportProgress: (made) => void record.progress.push(made),
        reportMetric: (name, step, value) => void record.metrics.push({ name, step, value }),
        warn(message) {
          const { en, zh } = typeof message === 'string' ? { en: message, zh: '' } : message;
          record.warnings.push(en);
          record.chineseWarnings.push(zh);
        },
        commit: ({ draft, kind, name, parents, licences, facts, recordedSpec }) =>
          draft.commit({
            kind,
            name,
            stage: stage.name,
            stageVersion: stage.version,
            spec: (recordedSpec ?? spec) as Json,
            parents,
            licences,
            facts,
          }),
        ...options.over,
      };
    },
    run: async (stage, options) => stage.run(await bench.context(stage, options)),
    async commit(
      kind,
      { files, facts = {}, parents = [], licences = [], stage = 'fixture', name = 'fixture' },
    ) {
      const draft = await store.draft();
      for (const [path, content] of Object.entries(files)) await draft.writeFile(path, content);
      return draft.commit({ kind, name, stage, stageVersion: '1', spec: {}, parents, licences, facts });
    },
    readText: async (artifact, path) => readFile(await store.locateFile(artifact, path), 'utf8'),
    async readLines(artifact, path) {
      const text = await bench.readText(artifact, path);
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
  return bench;
}

async function readInputs(
  store: ArtifactStore,
  inputs: Record<string, Digest | Digest[]>,
): Promise<Record<string, InputArtifact[]>> {
  const read: Record<string, InputArtifact[]> = {};
  for (const [role, digests] of Object.entries(inputs)) {
    read[role] = await Promise.all(
      [digests].flat().map(async (digest) => ({ digest, manifest: await store.readManifest(digest) })),
    );
  }
  return read;
}

function foresee({ manifest }: InputArtifact) {
  const sizeBytes = manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { sizeBytes, facts: manifest.facts };
}
