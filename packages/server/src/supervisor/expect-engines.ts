/**
 * What a starting server expects of the engines: none of an earlier server's runs any more, so what served is on its way up again. What
 * failed gets another chance, for what kept it from running may have been mended.
 * Invariant: only what had been promoted comes back; a deployment that failed while it was being proven stays as it is.
 */
import { type Deployment, isSlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import type { DeploymentBook } from '../deployments/deployment-book.ts';

export async function expectEngines({
  book,
  store,
}: {
  book: DeploymentBook;
  store: ArtifactStore;
}): Promise<void> {
  for (const one of await book.list()) {
    if (one.desired !== 'running') continue;
    if (one.state === 'serving') await book.note(one.id, ['serving'], { state: 'restarting' });
    if (one.state === 'failed' && (await wasPromoted(one, store)))
      await book.note(one.id, ['failed'], { state: 'restarting' });
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
