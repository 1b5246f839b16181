/**
 * Removes artifacts that nothing can reach any more.
 * Invariant: whatever a run, a step's result, a model, a deployment or through it a receipt holds on to is a root.
 */
import type { Digest } from '@slipway/contracts';
import { collectGarbage, type GarbageReport, listRunArtifacts } from '@slipway/core';
import type { Services } from './open-services.ts';

/** Younger artifacts are left alone: an attempt may have made one that is not recorded yet. */
const graceMs = 3600 * 1000;
const maxModels = 1_000_000;

export async function collectArtifacts(services: Services, dryRun: boolean): Promise<GarbageReport> {
  const { store, lineage } = services;
  return collectGarbage({
    store,
    graceMs,
    dryRun,
    roots: () => findRoots(services),
    onRemoved: (removed) => lineage.forget(removed),
  });
}

async function findRoots({ database, lineage, book }: Services): Promise<Set<Digest>> {
  const roots = await listRunArtifacts(database);
  for (const artifact of await lineage.listResultArtifacts()) roots.add(artifact);
  const models = await lineage.list({ kind: 'model', limit: maxModels });
  for (const { digest } of models.artifacts) roots.add(digest);
  for (const one of await book.list()) {
    for (const digest of [one.model, one.index, one.dataset, ...one.gates, ...one.evaluations]) {
      if (digest !== undefined) roots.add(digest);
    }
  }
  return roots;
}
