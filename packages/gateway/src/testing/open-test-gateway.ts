/**
 * A whole gateway for tests: engine servers, snapshot, journal and HTTP, in one temporary folder.
 * Invariant: every part is the real one but the model, whose place an engine takes that says what a script says.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Digest, type GatewaySnapshot, newId, type ReplicaId } from '@slipway/contracts';
import type { Engine, Logger } from '@slipway/core';
import { type EngineServer, startEngineServer } from '@slipway/engines';
import { type Gateway, startGateway } from '../http/start-gateway.ts';
import { hashSecret } from '../snapshot/key-ring.ts';
import { writeSnapshot } from '../snapshot/write-snapshot.ts';

export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

export interface TestReplica {
  id: ReplicaId;
  directory: string;
  server: EngineServer;
}

export interface TestGateway {
  directory: string;
  journalDirectory: string;
  gateway: Gateway;
  replicas: TestReplica[];
  /** Secret of the one key. */
  secret: string;
  /** The snapshot in force; change a copy of it and pass it to `publish`. */
  snapshot: GatewaySnapshot;
  publish(snapshot: GatewaySnapshot): Promise<void>;
  /** Ends the gateway and starts another on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  /** One replica each. */
  engines: Engine[];
  contextTokens?: number;
  indexDirectory?: string;
  key?: Pick<GatewaySnapshot['keys'][number], 'id' | 'customerId'>;
  maxWaiting?: number;
  startPatienceMs?: number;
  mostWaitingForStart?: number;
}

/** Starts everything; the model is called `test`. */
export async function openTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-gateway-'));
  const enginesDirectory = join(directory, 'engines');
  const replicas = await Promise.all(
    options.engines.map((engine) => startReplica(engine, enginesDirectory, options.maxWaiting ?? 64)),
  );
  const secret = `sw-${randomBytes(32).toString('base64url')}`;
  const snapshot = makeSnapshot(options, { replicas, secret });
  const snapshotFile = join(directory, 'gateway.json');
  await writeSnapshot(snapshotFile, snapshot);
  const journalDirectory = join(directory, 'answers');
  const start = (): Promise<Gateway> =>
    startGateway({
      snapshotFile,
      journalDirectory,
      enginesDirectory,
      port: 0,
      settlePatienceMs: 300,
      startPatienceMs: options.startPatienceMs ?? 300,
      mostWaitingForStart: options.mostWaitingForStart ?? 64,
      log: silentLog,
    });
  const opened: TestGateway = {
    directory,
    journalDirectory,
    gateway: await start(),
    replicas: replicas.map(({ replica }) => replica),
    secret,
    snapshot,
    publish: (changed) => writeSnapshot(snapshotFile, changed),
    async restart() {
      await opened.gateway.close(0);
      opened.gateway = await start();
    },
    async close() {
      await opened.gateway.close(0);
      await Promise.all(opened.replicas.map(({ server }) => server.close()));
      await rm(directory, { recursive: true });
    },
  };
  return opened;
}

interface StartedReplica {
  replica: TestReplica;
  address: { url: string; token: string };
}

async function startReplica(
  engine: Engine,
  enginesDirectory: string,
  maxWaiting: number,
): Promise<StartedReplica> {
  const id = newId('replica');
  const directory = join(enginesDirectory, id);
  const token = randomBytes(32).toString('hex');
  const server = await startEngineServer({ engine, token, directory, maxWaiting });
  return { replica: { id, directory, server }, address: { url: server.url, token } };
}

function makeSnapshot(
  options: TestGatewayOptions,
  { replicas, secret }: { replicas: StartedReplica[]; secret: string },
): GatewaySnapshot {
  const key = options.key ?? { id: newId('key'), customerId: newId('customer') };
  const model = `sha256:${'0'.repeat(64)}` as Digest;
  return {
    format: 'slipway-gateway/1',
    revision: 1,
    keys: [{ ...key, sha256: hashSecret(secret), customer: 'Test', industry: 'internal' }],
    deployments: [
      {
        id: newId('deployment'),
        alias: 'test',
        model,
        modelName: 'scripted',
        contextTokens: options.contextTokens ?? 4096,
        createdAt: new Date().toISOString(),
        ...(options.indexDirectory === undefined ? {} : { indexDirectory: options.indexDirectory }),
        replicas: replicas.map(({ replica, address }) => ({ id: replica.id, address })),
      },
    ],
  };
}
