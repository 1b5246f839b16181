/**
 * Everything that a test of the run engine needs: a database, a store, a simulated machine, and engines that come and go.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event, Machine, Run, RunId } from '@slipway/contracts';
import type { Database } from '../../database/database.ts';
import { migrate } from '../../database/migrate.ts';
import { createEventLog, type EventLog } from '../../events/event-log.ts';
import { eventMigrations } from '../../events/event-table.ts';
import { openLineage } from '../../lineage/open-lineage.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Logger } from '../../ports/logger.ts';
import { openFileStore } from '../../store/file-store.ts';
import { noObjects } from '../../testing/no-objects.ts';
import { createRunEngine, type RunEngine } from '../run-engine.ts';
import type { RunPolicy } from '../run-policy.ts';
import { runMigrations } from '../run-tables.ts';
import { type Fault, makeFaulty } from './faulty-database.ts';
import { type SimulatedMachine, startSimulatedMachine } from './simulated-launcher.ts';
import { simulatedStages } from './simulated-stages.ts';

export interface EngineWorld {
  database: Database;
  store: ArtifactStore;
  machine: SimulatedMachine;
  events: EventLog;
  directory: string;
  /** A new engine, as a server that starts makes one. */
  openEngine(options?: {
    policy?: Partial<RunPolicy>;
    nextFault?: () => Fault;
    now?: () => Date;
  }): SimulatedEngine;
  readEvents(runId: RunId): Promise<Event[]>;
  dispose(): Promise<void>;
}

export interface SimulatedEngine extends RunEngine {
  /** Whether a fault has killed it. */
  isDead(): boolean;
  /** Kills it, as `kill -9` does a server. */
  die(): void;
  /** Ticks until a run has ended and nothing is left of its attempts. */
  runToEnd(runId: RunId): Promise<Run>;
}

/** What the simulated machine has. */
export const simulatedHardware: Machine = {
  threads: 2,
  memoryBytes: 1 << 30,
  freeDiskBytes: 1 << 30,
  cpuFeatures: [],
  cpuModel: 'simulated',
  gpus: [],
};

export const quietLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};

const quickPolicy: Partial<RunPolicy> = {
  launcher: 'simulated',
  backoffMs: 1,
  maxBackoffMs: 2,
  describeEveryMs: 0,
  lingerMs: 50,
  graceMs: 50,
};
const maxTicks = 4000;

export async function openWorld(database: Database): Promise<EngineWorld> {
  await migrate(database, 'events', eventMigrations);
  await migrate(database, 'runs', runMigrations);
  const directory = await mkdtemp(join(tmpdir(), 'slipway-runs-'));
  const store = openFileStore(join(directory, 'store'));
  const lineage = await openLineage({ database, store });
  const stages = simulatedStages();
  const machine = startSimulatedMachine({ store, stages, log: quietLog });
  const events = createEventLog({ database });
  const engines: RunEngine[] = [];

  function openEngine(
    options: { policy?: Partial<RunPolicy>; nextFault?: () => Fault; now?: () => Date } = {},
  ): SimulatedEngine {
    const faulty = makeFaulty(database, options.nextFault ?? (() => 'none'));
    const engine = createRunEngine({
      database: faulty.database,
      events: createEventLog({ database: faulty.database }),
      store,
      lineage,
      stages,
      launchers: new Map([['simulated', machine.launcher]]),
      objects: noObjects,
      log: quietLog,
      machine: () => Promise.resolve(simulatedHardware),
      home: directory,
      attemptsDirectory: join(directory, 'attempts'),
      scratchDirectory: join(directory, 'scratch'),
      policy: { ...quickPolicy, ...options.policy },
      ...(options.now === undefined ? {} : { now: options.now }),
    });
    engines.push(engine);
    return {
      ...engine,
      isDead: faulty.isDead,
      die: faulty.die,
      runToEnd: (runId) => runToEnd(engine, runId),
    };
  }

  return {
    database,
    store,
    machine,
    events,
    directory,
    openEngine,
    readEvents: (runId) => events.read({ runId, limit: 100_000 }),
    async dispose() {
      for (const id of machine.listLiving()) machine.kill(id);
      for (const engine of engines) await engine.close();
      events.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function runToEnd(engine: RunEngine, runId: RunId): Promise<Run> {
  for (let number = 0; number < maxTicks; number += 1) {
    await engine.tick();
    const run = await engine.showRun(runId);
    if (run.state !== 'running' && (await engine.isIdle())) return run;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`the run did not end: ${JSON.stringify(await engine.showRun(runId))}`);
}
