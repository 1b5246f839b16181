/**
 * Looks for an earlier result of a step's key and whether it is still whole.
 * Invariant: a result counts only if every file of every output is there and has its digest; else it is made anew.
 */
import type { Digest } from '@slipway/contracts';
import { isSlipwayError } from '@slipway/contracts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { EngineContext } from './engine-context.ts';
import type { Verdict } from './engine-memory.ts';

export async function findResult(context: EngineContext, key: Digest): Promise<Verdict> {
  const outputs = await context.lineage.findStepResult(context.database, key);
  if (outputs === undefined) return { key, isKnown: false };
  for (const artifact of Object.values(outputs)) {
    if (await isWhole(context.store, artifact)) continue;
    context.log.warn('result-not-whole', { key, artifact });
    return { key, isKnown: true };
  }
  return { key, isKnown: true, outputs };
}

async function isWhole(store: ArtifactStore, artifact: Digest): Promise<boolean> {
  try {
    const manifest = await store.readManifest(artifact);
    for (const file of manifest.files) await store.locateFile(artifact, file.path);
    return true;
  } catch (error) {
    if (isSlipwayError(error) && ['artifact-missing', 'artifact-corrupt'].includes(error.code)) return false;
    throw error;
  }
}
