/**
 * Gives deployments that failed another chance when a server starts: what kept them from running may have been mended.
 * Invariant: only what had been promoted comes back; a deployment that failed while it was being proven stays as it is.
 */
import { type Deployment, isSlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import type { DeploymentBook } from '../deployments/deployment-book.ts';

export async function retryFailed({
  book,
  store,
}: {
  book: DeploymentBook;
  store: ArtifactStore;
}): Promise<void> {
  for (const one of await book.list()) {
    if (one.desired !== 'running' || one.state !== 'failed') continue;
    if (await wasPromoted(one, store)) await book.note(one.id, ['failed'], { state: 'restarting' });
  }
}

/** Whether the gate of its endpoint passed: it is the last one, and it promotes. */
async function wasPromoted({ gates }: Deployment, store: ArtifactStore): Promise<boolean> {
  for (const gate of gates) {
    try {
      const { facts } = await store.readManifest(gate);
      if (facts.handover === 'serve' && facts.passed === true) return true;
    } catch (error) {
      if (!isSlipwayError(error)) throw error;
    }
  }
  return false;
}
