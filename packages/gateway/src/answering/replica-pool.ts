/**
 * The replicas that can answer for a model: the least busy first.
 * Invariant: an engine client lives as long as its address stands in the snapshot; busy counts are this gateway's own.
 */
import { type GatewaySnapshot, type ReplicaId, SlipwayError } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import { connectEngine } from '@slipway/engines';
import { WireError } from '../wire/wire-error.ts';

export type KnownDeployment = GatewaySnapshot['deployments'][number];

export interface Replica {
  id: ReplicaId;
  engine: Engine;
  /** Counts a request as running there; call the result when it is over. */
  enter(): () => void;
}

export interface ReplicaPool {
  /** @throws WireError `model_not_found`; SlipwayError `deployment-not-ready` */
  find(snapshot: GatewaySnapshot, model: string): { deployment: KnownDeployment; replicas: Replica[] };
}

export function createReplicaPool(): ReplicaPool {
  const engines = new Map<string, Engine>();
  const numRunning = new Map<string, number>();

  function toReplica({ id, address }: KnownDeployment['replicas'][number]): Replica {
    const key = `${id} ${address.url} ${address.token}`;
    let engine = engines.get(key);
    if (engine === undefined) {
      for (const old of engines.keys()) if (old.startsWith(`${id} `)) engines.delete(old);
      engine = connectEngine(address);
      engines.set(key, engine);
    }
    const count = (by: number): void => {
      numRunning.set(id, (numRunning.get(id) ?? 0) + by);
    };
    return {
      id,
      engine,
      enter() {
        count(1);
        return () => count(-1);
      },
    };
  }

  return {
    find(snapshot, model) {
      const deployment = snapshot.deployments.find(({ alias }) => alias === model);
      if (deployment === undefined) throw unknownModel(model);
      const replicas = [...deployment.replicas].sort(
        (a, b) => (numRunning.get(a.id) ?? 0) - (numRunning.get(b.id) ?? 0),
      );
      if (replicas.length === 0) {
        throw new SlipwayError({
          code: 'deployment-not-ready',
          message: `The model '${model}' is starting`,
          hint: 'try again in a moment',
        });
      }
      return { deployment, replicas: replicas.map(toReplica) };
    },
  };
}

/** The error for a model that is not deployed. */
export function unknownModel(model: string): WireError {
  return new WireError({
    code: 'model-unknown',
    message: `The model '${model}' does not exist or is not deployed; GET /v1/models lists those that are.`,
    wireCode: 'model_not_found',
    param: 'model',
  });
}
