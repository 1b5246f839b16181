/**
 * The replicas of a model, waited for where its engine is still on the way up: after a start or a crash a question waits instead of
 * failing, as long as people wait for a page.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSlipwayError } from '@slipway/contracts';
import { requireCurrent, type SnapshotWatcher } from '../snapshot/watch-snapshot.ts';
import type { ReplicaPool } from './replica-pool.ts';

export interface ReplicaServices {
  snapshots: SnapshotWatcher;
  replicas: ReplicaPool;
  /** How long a request waits for an engine that starts; milliseconds. */
  startPatienceMs: number;
}

const lookMs = 100;

/**
 * @param signal ends the wait: then what stood in the way last is thrown
 * @throws WireError `model_not_found`, at once; SlipwayError `deployment-not-ready` when the patience is over
 */
export async function awaitReplicas(
  { snapshots, replicas, startPatienceMs }: ReplicaServices,
  model: string,
  signal: AbortSignal,
): Promise<ReturnType<ReplicaPool['find']>> {
  const giveUpAt = performance.now() + startPatienceMs;
  for (;;) {
    try {
      return replicas.find(requireCurrent(snapshots).snapshot, model);
    } catch (error) {
      const isStarting = isSlipwayError(error) && error.code === 'deployment-not-ready';
      if (!isStarting || signal.aborted || performance.now() >= giveUpAt) throw error;
    }
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    await snapshots.refresh();
  }
}
