import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AttemptId, Digest, Run, RunId } from '@slipway/contracts';
import {
  type ArtifactStore,
  catalogueStages,
  createEventLog,
  createRunEngine,
  type Database,
  eventMigrations,
  migrate,
  openFileStore,
  openLineage,
  type RunEngine,
  runMigrations,
  type Stage,
} from '@slipway/core';
import { describeOnBothDatabases, noObjects } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLeader } from './attempt-folder.ts';
import { silentLog } from './local-fixture.ts';
import { createLocalLauncher, type LocalLauncher } from './local-launcher.ts';
import { procTable } from './process-table.ts';

const testing = (name: string) => fileURLToPath(new URL(`../../testing/${name}`, import.meta.url));
const { countingStage } = (await import(pathToFileURL(testing('counting-stage.mjs')).href)) as {
  countingStage: Stage;
};

const recipe = {
  name: 'sum',
  steps: {
    one: { stage: 'count', spec: { upTo: 21 } },
    two: { stage: 'count', spec: { upTo: 13 } },
    sum: { stage: 'count', spec: { upTo: 8 }, inputs: { counts: ['one.count', 'two.count'] } },
  },
};

interface Server {
  engine: RunEngine;
  launcher: LocalLauncher;
  stop(): Promise<void>;
}

/** A small generator of repeatable randomness (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describeOnBothDatabases('runs on the local launcher', (fixture) => {
  let home: string;
  let database: Database;
  let store: ArtifactStore;
  const servers: Server[] = [];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-home-'));
    database = await fixture.open();
    store = openFileStore(join(home, 'store'));
    await migrate(database, 'events', eventMigrations);
    await migrate(database, 'runs', runMigrations);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  async function startServer(): Promise<Server> {
    const directory = join(home, 'attempts');
    const launcher = createLocalLauncher({
      directory,
      command: { command: process.execPath, args: [testing('hosted-attempt.mjs')] },
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      log: silentLog,
    });
    await launcher.sweepOrphans();
    const engine = createRunEngine({
      database,
      events: createEventLog({ database }),
      store,
      lineage: await openLineage({ database, store }),
      stages: catalogueStages([countingStage]),
      launchers: new Map([['local', launcher]]),
      objects: noObjects,
      log: silentLog,
      machine: async () => ({
        threads: 2,
        memoryBytes: 4e9,
        freeDiskBytes: 1e9,
        cpuFeatures: [],
        cpuModel: '',
        gpus: [],
      }),
      home,
      attemptsDirectory: directory,
      scratchDirectory: join(home, 'scratch'),
      policy: { backoffMs: 20 },
    });
    await engine.recover();
    const server = {
      engine,
      launcher,
      stop: async () => {
        await engine.close();
        launcher.close();
      },
    };
    servers.push(server);
    return server;
  }

  async function runToEnd(engine: RunEngine, runId: RunId): Promise<Run> {
    for (let number = 0; number < 1500; number += 1) {
      await engine.tick();
      const run = await engine.showRun(runId);
      if (run.state !== 'running' && (await engine.isIdle())) return run;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the run did not end: ${JSON.stringify(await engine.showRun(runId))}`);
  }

  async function expectCounted(run: Run): Promise<void> {
    expect(run).toMatchObject({ state: 'succeeded' });
    const text = await store.locateFile(run.steps.at(-1)?.outputs.count as Digest, 'count.txt');
    expect(await readFile(text, 'utf8')).toBe('42\n');
  }

  it('goes on where a killed server stopped, and keeps its logs', { timeout: 60_000 }, async () => {
    const first = await startServer();
    const runId = await first.engine.startRun({ recipe, workingDirectory: home });
    await first.engine.tick();
    await first.stop();
    const { engine } = await startServer();
    const run = await runToEnd(engine, runId);
    await expectCounted(run);
    expect(run.attempts.map(({ number }) => number)).toEqual([1, 1, 1]);
    const again = await runToEnd(engine, await engine.startRun({ recipe, workingDirectory: home }));
    expect(again.steps.map(({ state }) => state)).toEqual(['reused', 'reused', 'reused']);
  });

  it('cancels for good: no process is left', { timeout: 60_000 }, async () => {
    const { engine } = await startServer();
    const long = { name: 'long', steps: { long: { stage: 'count', spec: { upTo: 100_000 } } } };
    const runId = await engine.startRun({ recipe: long, workingDirectory: home });
    await engine.tick();
    const id = (await engine.showRun(runId)).attempts[0]?.id as AttemptId;
    const shimPid = (await readLeader(join(home, 'attempts', id)))?.pid ?? 0;
    expect(await procTable.find(shimPid)).toBeDefined();
    await engine.cancelRun(runId);
    expect((await runToEnd(engine, runId)).state).toBe('cancelled');
    expect(await procTable.listGroup(shimPid)).toEqual([]);
  });

  it.each([11, 12, 13, 14])(
    'ends alike under kill -9 at random points, seed %i',
    { timeout: 120_000 },
    async (seed) => {
      const random = makeRandom(seed);
      let server = await startServer();
      const runId = await server.engine.startRun({ recipe, workingDirectory: home });
      for (let blow = 0; blow < 4; blow += 1) {
        const pauseMs = random() * 250;
        for (let waited = 0; waited < pauseMs; waited += 30) {
          await server.engine.tick();
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        if (random() < 0.5) {
          await server.stop();
          if (random() < 0.5) await killOne(server, runId, random);
          server = await startServer();
        } else {
          await killOne(server, runId, random);
        }
      }
      await expectCounted(await runToEnd(server.engine, runId));
    },
  );

  /** Kills the attempt's process, or the shim that leads its group, or the whole group. */
  async function killOne({ engine }: Server, runId: RunId, random: () => number): Promise<void> {
    const { attempts } = await engine.showRun(runId);
    const living = attempts.filter(({ state }) => state === 'starting' || state === 'running');
    const victim = living[Math.floor(random() * living.length)];
    const leader = victim && (await readLeader(join(home, 'attempts', victim.id)));
    if (leader === undefined) return;
    const members = await procTable.listGroup(leader.pid);
    const chosen = members[Math.floor(random() * members.length)]?.pid;
    if (chosen !== undefined)
      execFileSync('sh', ['-c', `kill -9 ${random() < 0.3 ? -leader.pid : chosen} || true`]);
  }
});
