import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttemptMessage,
  type AttemptRequest,
  attemptMessage,
  attemptRequest,
  newId,
  SlipwayError,
} from '@slipway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ArtifactStore, ManifestDraft } from '../ports/artifact-store.ts';
import type { Logger } from '../ports/logger.ts';
import { defineStage, type RunContext } from '../ports/stage.ts';
import { noObjects } from '../testing/no-objects.ts';
import { hostAttempt } from './host-attempt.ts';
import { createProgressGate } from './progress-gate.ts';
import { createMessageWriter } from './write-messages.ts';

const digest = `sha256:${'c'.repeat(64)}`;
const task = {
  name: 'all',
  after: [],
  resources: { threads: 1, memoryBytes: 0, diskBytes: 0, numGpus: 0 },
  slice: null,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-attempt-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function composeRequest(): AttemptRequest {
  return attemptRequest.parse({
    protocol: 1,
    attemptId: newId('attempt'),
    runId: newId('run'),
    step: 'step',
    stage: 'scripted',
    stageVersion: '1',
    key: digest,
    spec: { secretPath: '/home/me' },
    survey: null,
    inputs: {},
    task,
    taskOutputs: {},
    machine: { threads: 1, memoryBytes: 1, freeDiskBytes: 1, cpuFeatures: [], cpuModel: '', gpus: [] },
    scratchDirectory: join(folder, 'scratch'),
    home: '/none',
  });
}

interface Hosted {
  messages: AttemptMessage[];
  exitCode: number;
  commits: ManifestDraft[];
  logged: unknown[];
}

async function host(
  run: (context: RunContext<unknown>) => Promise<Record<string, never>>,
  options: { write?: (message: AttemptMessage) => void; signal?: AbortSignal; version?: string } = {},
): Promise<Hosted> {
  const hosted: Hosted = { messages: [], exitCode: -1, commits: [], logged: [] };
  const note = (event: string, fields?: Record<string, unknown>) => void hosted.logged.push([event, fields]);
  const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
  const draft = {
    commit: (manifest: ManifestDraft) => {
      hosted.commits.push(manifest);
      return Promise.resolve(digest);
    },
  };
  const store = {
    has: () => Promise.resolve(false),
    draft: () => Promise.resolve(draft),
  } as unknown as ArtifactStore;
  const stage = defineStage({
    name: 'scripted',
    version: options.version ?? '1',
    summary: { en: '', zh: '' },
    spec: z.json(),
    inputs: {},
    outputs: { model: 'model' },
    plan: () => ({
      tasks: [task],
      estimate: { durationMs: 1, basis: { en: '', zh: '' } },
      outputs: {},
      notes: [],
    }),
    run,
  });
  const refuse = () => Promise.reject(new Error('not here'));
  hosted.exitCode = await hostAttempt({
    request: composeRequest(),
    stage,
    store,
    workers: { run: refuse },
    deployments: { propose: refuse, waitUntilReady: refuse, judge: refuse },
    network: { mirrors: {} },
    objects: noObjects,
    log,
    signal: options.signal ?? new AbortController().signal,
    write: options.write ?? ((message) => void hosted.messages.push(attemptMessage.parse(message))),
  });
  return hosted;
}

const typesOf = (hosted: Hosted) => hosted.messages.map(({ type }) => type);
const failing = (error: unknown) => host(() => Promise.reject(error));

describe('hostAttempt', () => {
  it('says so where one output is not what its key promises', async () => {
    const hosted = await host(async (context) => {
      const made = { kind: 'model', name: 'm', parents: [], licences: [], facts: {} } as const;
      const draft = await context.store.draft();
      const rest = { ...made, parents: [], licences: [], draft };
      await context.commit({ ...rest, output: 'half', isReusable: false });
      return { model: await context.commit({ ...rest, output: 'model' }) } as never;
    });
    expect(hosted.messages.at(-1)).toEqual({
      type: 'attempt-succeeded',
      outputs: { model: digest },
      isReusable: false,
    });
  });

  it('makes the scratch folder, and leaves what an attempt before has put there', async () => {
    const leave = await host(async ({ scratchDirectory }) => {
      await writeFile(join(scratchDirectory, 'half'), 'made');
      return {};
    });
    const find = await host(async ({ scratchDirectory, warn }) => {
      warn(await readFile(join(scratchDirectory, 'half'), 'utf8'));
      return {};
    });
    expect([leave.exitCode, find.exitCode]).toEqual([0, 0]);
    expect(find.messages).toContainEqual({ type: 'warning-raised', message: 'made' });
  });

  it('says a warning in both languages where the stage has both', async () => {
    const hosted = await host(async ({ warn }) => {
      warn({ en: '3 pairs were cut', zh: '3 对问答已截短' });
      return {};
    });
    const warning = { type: 'warning-raised', message: '3 pairs were cut', chinese: '3 对问答已截短' };
    expect(hosted.messages).toContainEqual(warning);
  });

  it('says what happens, fills in the manifest, and ends with its outputs', async () => {
    const hosted = await host(async (context) => {
      context.reportMetric('loss', 12, 0.5);
      context.warn('careful');
      context.reportProgress({ done: 1, total: 2, unit: 'parts' });
      context.reportProgress({ done: 2, total: 2, unit: 'parts' });
      const draft = await context.store.draft();
      const made = {
        output: 'model',
        kind: 'model',
        name: 'm',
        parents: [],
        licences: [],
        facts: { a: 1 },
      } as const;
      const model = await context.commit({
        ...made,
        parents: [],
        licences: [],
        draft,
        recordedSpec: { path: 'docs' },
      });
      return { model } as never;
    });
    expect(hosted.exitCode).toBe(0);
    expect(typesOf(hosted)).toEqual([
      'attempt-started',
      'metric-measured',
      'warning-raised',
      'progress-made',
      'artifact-made',
      'progress-made',
      'attempt-succeeded',
    ]);
    expect(hosted.messages.at(-1)).toEqual({ type: 'attempt-succeeded', outputs: { model: digest } });
    expect(hosted.commits).toEqual([
      {
        kind: 'model',
        name: 'm',
        stage: 'scripted',
        stageVersion: '1',
        spec: { path: 'docs' },
        parents: [],
        licences: [],
        facts: { a: 1 },
      },
    ]);
  });

  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  it.each([
    [
      'an error of ours',
      new SlipwayError({ code: 'documents-empty', message: 'none', hint: 'add some' }),
      'documents-empty',
    ],
    ['a full disk', full, 'disk-full'],
    ['a full disk beneath', new SlipwayError({ code: 'internal', message: 'x', cause: full }), 'disk-full'],
    ['a bug', new TypeError('x is not a function'), 'internal'],
    ['a string', 'oops', 'internal'],
    ['nothing', undefined, 'internal'],
  ])('turns %s into data', async (_what, error, code) => {
    const hosted = await failing(error);
    expect(hosted.exitCode).toBe(1);
    expect(hosted.messages.at(-1)).toMatchObject({ type: 'attempt-failed', error: { code } });
    expect(JSON.stringify(hosted.messages)).not.toContain('host-attempt.test');
    expect(JSON.stringify(hosted.logged).includes('attempt-broken')).toBe(code === 'internal');
  });

  it('says that it was asked to end, whatever broke because of that', async () => {
    const stop = new AbortController();
    const hosted = await host(
      () => {
        stop.abort();
        return Promise.reject(new Error('socket closed'));
      },
      { signal: stop.signal },
    );
    expect(hosted.messages.at(-1)).toMatchObject({ error: { code: 'attempt-cancelled', retryable: false } });
  });

  it('refuses another version of the stage, and outputs that were never committed', async () => {
    const other = await host(() => Promise.resolve({}), { version: '2' });
    expect(other.messages.at(-1)).toMatchObject({ error: { code: 'stage-unknown' } });
    const invented = await host(() => Promise.resolve({ model: digest } as never));
    expect(invented.messages.at(-1)).toMatchObject({ error: { code: 'internal' } });
  });

  it('ends with exit code 28 where not even the last word can be written', async () => {
    const write = () => {
      throw full;
    };
    expect((await host(() => Promise.resolve({}), { write })).exitCode).toBe(28);
  });
});

describe('createMessageWriter', () => {
  it('writes one line a message', async () => {
    const path = join(tmpdir(), `slipway-messages-${process.pid}`);
    const file = await open(path, 'w');
    const write = createMessageWriter(file.fd);
    write({ type: 'attempt-alive' });
    write({ type: 'warning-raised', message: '两行\n一条' });
    await file.close();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    await rm(path);
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['attempt-alive', 'warning-raised']);
  });
});

describe('createProgressGate', () => {
  it('lets the first and the newest through, and few between', async () => {
    const sent: number[] = [];
    const gate = createProgressGate(({ done }) => void sent.push(done), 20);
    for (let done = 0; done < 1000; done += 1) gate.report({ done, total: 1000, unit: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sent[0]).toBe(0);
    expect(sent.at(-1)).toBe(999);
    expect(sent.length).toBeLessThan(50);
    gate.report({ done: 1000, total: 1000, unit: 'x' });
    gate.flush();
    expect(sent.at(-1)).toBe(1000);
  });
});
