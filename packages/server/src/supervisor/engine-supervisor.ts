/**
 * Makes the engines be what the book of deployments wants: one process for each that shall run.
 * Invariant: reconciling is idempotent; after any crash or restart the same book gives the same engines.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Deployment, DeploymentId, DeploymentState, EngineAddress, ReplicaId } from '@slipway/contracts';
import type { ArtifactStore, Logger } from '@slipway/core';
import type { DeploymentBook } from '../deployments/deployment-book.ts';
import { type GuardedProcess, guardProcess } from './guarded-process.ts';

export interface Replica {
  id: ReplicaId;
  deploymentId: DeploymentId;
  /** Set while its engine listens. */
  address?: EngineAddress;
  /** Folder with the engine's own journal. */
  directory: string;
}

export interface EngineSupervisor {
  /** Starts what is wanted and missing, stops what is not wanted. */
  reconcile(): Promise<void>;
  replicasOf(id: DeploymentId): readonly Replica[];
  allReplicas(): readonly Replica[];
  stopAll(): Promise<void>;
}

export interface EngineSupervisorOptions {
  home: string;
  book: DeploymentBook;
  store: ArtifactStore;
  log: Logger;
  /** Command line of an engine process. */
  engineMain: string;
  environment: Record<string, string | undefined>;
  numSequences: number;
  onChange(): void;
}

interface Running {
  replica: Replica;
  guarded: GuardedProcess;
}

export function createEngineSupervisor(options: EngineSupervisorOptions): EngineSupervisor {
  const running = new Map<DeploymentId, Running>();
  let queue: Promise<void> = Promise.resolve();

  const reconcileNow = async () => {
    const wanted = (await options.book.list()).filter(
      (one) => one.desired === 'running' && one.state !== 'failed',
    );
    const wantedIds = new Set(wanted.map((one) => one.id));
    for (const [id, { guarded }] of running) {
      if (wantedIds.has(id)) continue;
      running.delete(id);
      options.onChange();
      await guarded.stop();
    }
    for (const deployment of wanted) {
      const known = running.get(deployment.id);
      if (known?.replica.address) await noteUp(options.book, deployment.id);
      if (known) continue;
      const started = startReplica(options, deployment, () => {
        if (running.get(deployment.id) === started) running.delete(deployment.id);
      });
      running.set(deployment.id, started);
    }
  };

  return {
    reconcile: () => {
      queue = queue
        .then(reconcileNow)
        .catch((error) => options.log.error('reconcile-failed', { error: String(error) }));
      return queue;
    },
    replicasOf: (id) =>
      [...running.values()].map((one) => one.replica).filter((one) => one.deploymentId === id),
    allReplicas: () => [...running.values()].map((one) => one.replica),
    stopAll: async () => {
      await queue;
      await Promise.all([...running.values()].map((one) => one.guarded.stop()));
      running.clear();
    },
  };
}

/** @param onGone it will not be tried again; never called before this returns */
function startReplica(options: EngineSupervisorOptions, deployment: Deployment, onGone: () => void): Running {
  // One replica a deployment: its folder, and with it the engine's journal, is found again after a restart.
  const id = deployment.id.replace(/^dep_/, 'rep_') as ReplicaId;
  const directory = join(options.home, 'engines', id);
  const token = randomBytes(32).toString('base64url');
  const replica: Replica = { id, deploymentId: deployment.id, directory };
  let recording: Promise<void> = Promise.resolve();
  const record = (work: () => Promise<void>) => {
    recording = recording
      .then(work)
      .catch((error) =>
        options.log.error('deployment-not-recorded', { id: deployment.id, error: String(error) }),
      );
  };
  const guarded = guardProcess({
    command: process.execPath,
    args: [options.engineMain],
    environment: options.environment,
    logFile: join(directory, 'log.txt'),
    configuration: async () => ({
      modelPath: await options.store.locateFile(deployment.model, 'model.gguf'),
      modelDigest: deployment.model,
      contextTokens: deployment.contextTokens,
      numSequences: options.numSequences,
      token,
      directory,
      calibrationFile: join(options.home, 'engines', 'calibration.json'),
    }),
    onListening: (port) => {
      replica.address = { url: `http://127.0.0.1:${port}`, token };
      options.log.info('engine-listening', { id, port });
      record(() => noteUp(options.book, deployment.id));
      options.onChange();
    },
    onDown: (error) => {
      delete replica.address;
      options.log.warn('engine-down', { id, error: error.message });
      record(() => noteDown(options.book, deployment.id));
      options.onChange();
    },
    onGivenUp: (error) => {
      delete replica.address;
      options.log.error('engine-given-up', { id, error: error.message });
      onGone();
      record(() => options.book.note(deployment.id, startable, { state: 'failed', error }));
      options.onChange();
    },
  });
  return { replica, guarded };
}

const startable: readonly DeploymentState[] = ['proving', 'serving', 'restarting'];

/** Back up after a crash: a promoted deployment serves again, an unjudged one goes on being proven. */
function noteUp(book: DeploymentBook, id: DeploymentId): Promise<void> {
  return book.note(id, ['restarting'], { state: 'serving' });
}

function noteDown(book: DeploymentBook, id: DeploymentId): Promise<void> {
  return book.note(id, ['serving', 'restarting'], { state: 'restarting', isRestart: true });
}
