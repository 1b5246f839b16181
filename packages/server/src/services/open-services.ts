/**
 * All services of a server, opened in order and closed in reverse.
 * Invariant: whoever opens registers its closing at once, so that a failure half-way leaves nothing open.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '@slipway/contracts';
import {
  type CollectableStore,
  catalogueStages,
  createEventLog,
  createLogger,
  createRunEngine,
  type Database,
  describeMachine,
  type EventLog,
  eventMigrations,
  type Lineage,
  type Logger,
  lockHome,
  migrate,
  openDatabase,
  openLineage,
  openS3Objects,
  type RunEngine,
  runMigrations,
} from '@slipway/core';
import { type Ledger, openLedger } from '@slipway/gateway';
import { createLocalLauncher } from '@slipway/launchers';
import { openTextEncoder, stages, type TextEncoderOfStore } from '@slipway/stages';
import { createDeploymentBook, type DeploymentBook } from '../deployments/deployment-book.ts';
import { deploymentMigrations } from '../deployments/deployment-table.ts';
import { credentialsDirectory } from '../session/credentials.ts';
import { tourMigrations } from '../tour/tour-table.ts';
import { childEnvironment } from './child-environment.ts';
import { createLineageExtension } from './lineage-extension.ts';
import { openStore } from './open-store.ts';
import { rememberFor } from './remember-for.ts';
import type { ServerOptions } from './server-options.ts';

/** What a machine has changes seldom, and asking starts processes. */
const machineMemoryMs = 30_000;

export interface Services {
  options: ServerOptions;
  home: string;
  log: Logger;
  database: Database;
  store: CollectableStore;
  events: EventLog;
  lineage: Lineage;
  ledger: Ledger;
  book: DeploymentBook;
  runs: RunEngine;
  /** For those who try a tokenizer out. */
  textEncoder: TextEncoderOfStore;
  journalDirectory: string;
  /** Told of every change of a deployment. */
  onDeploymentChange: Set<() => void>;
  /** Where the control API answers, set once it does. */
  control: { url?: string };
  closing: (() => Promise<unknown> | unknown)[];
}

/** @throws SlipwayError `server-already-running`, `database-unreachable`, `disk-full` */
export async function openServices(options: ServerOptions): Promise<Services> {
  const { configuration } = options;
  const { home } = configuration;
  const closing: Services['closing'] = [];
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const lock = await lockHome(home);
    closing.push(() => lock.release());
    const log = createLogger({ file: join(home, 'logs', 'server.log') });
    closing.push(() => log.close());
    const database = await openDatabase({
      url: configuration.database.url,
      directory: join(home, 'database'),
    });
    closing.push(() => database.close());
    await migrate(database, 'events', eventMigrations);
    await migrate(database, 'runs', runMigrations);
    await migrate(database, 'deployments', deploymentMigrations);
    await migrate(database, 'tour', tourMigrations);
    return await openRest({ options, home, log, database, closing });
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

/** Closes in reverse order; one that fails does not keep the others from closing. */
export async function closeAll(closing: Services['closing']): Promise<void> {
  for (const close of closing.reverse()) await Promise.resolve(close()).catch(() => undefined);
}

async function openRest(
  opened: Pick<Services, 'options' | 'home' | 'log' | 'database' | 'closing'>,
): Promise<Services> {
  const { options, home, database, closing } = opened;
  const store = openStore(options.configuration);
  await store.sweepDrafts();
  const events = createEventLog({ database });
  closing.push(() => events.close());
  const ledger = await openLedger(database);
  const onDeploymentChange = new Set<() => void>();
  const book = createDeploymentBook({
    database,
    events,
    onChange: () => {
      for (const listener of onDeploymentChange) listener();
    },
  });
  const lineage = await openLineage({
    database,
    store,
    extension: createLineageExtension({ book, ledger, store }),
  });
  await findArtifactsAgain(lineage, opened.log);
  const control: Services['control'] = {};
  const runs = await openRuns({ ...opened, store, events, lineage, control });
  closing.push(() => runs.close());
  const textEncoder = openTextEncoder(store);
  closing.push(() => textEncoder.close());
  const journalDirectory = join(home, 'gateway', 'answers');
  return {
    ...opened,
    store,
    events,
    lineage,
    ledger,
    book,
    runs,
    textEncoder,
    journalDirectory,
    onDeploymentChange,
    control,
  };
}

/** A database that was begun anew knows nothing of what the store holds. */
async function findArtifactsAgain(lineage: Lineage, log: Logger): Promise<void> {
  if ((await lineage.list({ limit: 1 })).numTotal > 0) return;
  const { numArtifacts, unreadable } = await lineage.reindex();
  if (numArtifacts > 0) log.info('lineage-reindexed', { numArtifacts, unreadable });
}

async function describeLimitedMachine(
  home: string,
  limits: ServerOptions['configuration']['limits'],
): Promise<Machine> {
  const machine = await describeMachine(home);
  return {
    ...machine,
    threads: Math.min(machine.threads, limits.threads ?? machine.threads),
    memoryBytes: Math.min(machine.memoryBytes, limits.memoryBytes ?? machine.memoryBytes),
  };
}

async function openRuns(
  parts: Pick<
    Services,
    'options' | 'home' | 'log' | 'database' | 'closing' | 'store' | 'events' | 'lineage' | 'control'
  >,
): Promise<RunEngine> {
  const { options, home, log } = parts;
  const { limits } = options.configuration;
  const attemptsDirectory = join(home, 'attempts');
  const launcher = createLocalLauncher({
    directory: attemptsDirectory,
    command: options.attemptCommand,
    environment: childEnvironment(home, 'attempt'),
    log: log.child({ part: 'launcher' }),
  });
  parts.closing.push(() => launcher.close());
  await launcher.sweepOrphans();
  return createRunEngine({
    database: parts.database,
    events: parts.events,
    store: parts.store,
    stages: catalogueStages(Object.values(stages)),
    launchers: new Map([[launcher.name, launcher]]),
    objects: openS3Objects(options.configuration.s3),
    lineage: parts.lineage,
    log: log.child({ part: 'runs' }),
    machine: rememberFor(machineMemoryMs, () => describeLimitedMachine(home, limits)),
    home,
    attemptsDirectory,
    scratchDirectory: join(home, 'scratch'),
    control: () =>
      parts.control.url === undefined
        ? undefined
        : { url: parts.control.url, tokenFile: join(credentialsDirectory(home), 'admin.token') },
  });
}
