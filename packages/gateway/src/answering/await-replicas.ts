/**
 * The replicas of a model, waited for where its engine is still on the way up: after a start or a crash a question waits instead of
 * failing, as long as people wait for a page.
 * Invariant: key and replicas are of one snapshot, the latest: a key that is revoked while its request waits opens nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSlipwayError } from '@slipway/contracts';
import type { KnownKey } from '../snapshot/key-ring.ts';
import { requireCurrent, type SnapshotWatcher } from '../snapshot/watch-snapshot.ts';
import type { KnownDeployment, Replica, ReplicaPool } from './replica-pool.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface ReplicaServices {
  snapshots: SnapshotWatcher;
  replicas: ReplicaPool;
  waitingRoom: WaitingRoom;
  /** How long a request waits for an engine that starts; milliseconds. */
  startPatienceMs: number;
}

export interface Found {
  /** As the snapshot has it that the replicas are of. */
  key: KnownKey;
  deployment: KnownDeployment;
  replicas: Replica[];
}

const lookMs = 100;

/**
 * @param signal ends the wait: then what stood in the way last is thrown
 * @throws WireError `model_not_found` and `invalid_api_key`, at once; SlipwayError `deployment-not-ready` when the patience is over, or
 * where too many wait already
 */
export async function awaitReplicas(
  services: ReplicaServices,
  asked: { model: string; key: KnownKey },
  signal: AbortSignal,
): Promise<Found> {
  try {
    return findNow(services, asked);
  } catch (error) {
    if (!isStarting(error)) throw error;
  }
  const leave = services.waitingRoom.enter(asked.model);
  try {
    return await keepLooking(services, asked, signal);
  } finally {
    leave();
  }
}

async function keepLooking(
  services: ReplicaServices,
  asked: { model: string; key: KnownKey },
  signal: AbortSignal,
): Promise<Found> {
  const giveUpAt = performance.now() + services.startPatienceMs;
  for (;;) {
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    await services.snapshots.refresh();
    try {
      return findNow(services, asked);
    } catch (error) {
      if (!isStarting(error) || signal.aborted || performance.now() >= giveUpAt) throw error;
    }
  }
}

function findNow(
  { snapshots, replicas }: ReplicaServices,
  { model, key }: { model: string; key: KnownKey },
): Found {
  const { snapshot, keys } = requireCurrent(snapshots);
  return { key: keys.confirm(key), ...replicas.find(snapshot, model) };
}

function isStarting(error: unknown): boolean {
  return isSlipwayError(error) && error.code === 'deployment-not-ready';
}
