/**
 * Keeps the gateway's snapshot in step with keys, deployments and engines.
 * Invariant: written whole, one write after another; the newest state always wins.
 */
import { join } from 'node:path';
import type { Deployment, GatewaySnapshot } from '@slipway/contracts';
import type { ArtifactStore, Logger } from '@slipway/core';
import { type Ledger, writeSnapshot } from '@slipway/gateway';
import type { DeploymentBook } from '../deployments/deployment-book.ts';
import type { EngineSupervisor } from '../supervisor/engine-supervisor.ts';

export interface GatewayFeed {
  readonly snapshotFile: string;
  /** Writes the snapshot anew, soon. */
  refresh(): Promise<void>;
}

export function createGatewayFeed(sources: {
  home: string;
  book: DeploymentBook;
  ledger: Ledger;
  store: ArtifactStore;
  engines: EngineSupervisor;
  log: Logger;
}): GatewayFeed {
  const snapshotFile = join(sources.home, 'gateway', 'snapshot.json');
  let revision = Date.now();
  let queue: Promise<void> = Promise.resolve();
  const write = async () => {
    revision += 1;
    const serving = (await sources.book.list()).filter(
      (one) => one.desired === 'running' && (one.state === 'serving' || one.state === 'restarting'),
    );
    const deployments: GatewaySnapshot['deployments'] = [];
    for (const one of serving) deployments.push(await describe(sources, one));
    const keys = await sources.ledger.listSnapshotKeys();
    await writeSnapshot(snapshotFile, { format: 'slipway-gateway/1', revision, keys, deployments });
  };
  return {
    snapshotFile,
    refresh: () => {
      queue = queue
        .then(write)
        .catch((error) => sources.log.error('snapshot-not-written', { message: String(error) }));
      return queue;
    },
  };
}

async function describe(
  { home, store, engines }: { home: string; store: ArtifactStore; engines: EngineSupervisor },
  one: Deployment,
): Promise<GatewaySnapshot['deployments'][number]> {
  const { name } = await store.readManifest(one.model);
  const replicas = engines
    .replicasOf(one.id)
    .flatMap(({ id, address }) => (address ? [{ id, address }] : []));
  const index =
    one.index === undefined ? {} : { indexDirectory: join(home, 'gateway', 'indexes', one.index.slice(7)) };
  if (one.index !== undefined && index.indexDirectory)
    await store.materialise(one.index, index.indexDirectory);
  const { id, alias, model, contextTokens, createdAt } = one;
  return { id, alias, model, modelName: name, contextTokens, createdAt, ...index, replicas };
}
