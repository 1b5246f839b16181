/**
 * What plans may know of artifacts that are there: their size and facts.
 */
import type { ArtifactManifest, Digest, Foreseen } from '@slipway/contracts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

export function foresee(manifest: ArtifactManifest): Foreseen {
  const sizeBytes = manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { sizeBytes, facts: manifest.facts };
}

/**
 * By role, in order.
 * @throws SlipwayError `artifact-missing`, `artifact-corrupt`
 */
export async function readForeseen(
  store: ArtifactStore,
  inputs: Record<string, Digest[]>,
): Promise<Record<string, Foreseen[]>> {
  const foreseen: Record<string, Foreseen[]> = {};
  for (const [role, artifacts] of Object.entries(inputs)) {
    foreseen[role] = await Promise.all(artifacts.map(async (one) => foresee(await store.readManifest(one))));
  }
  return foreseen;
}
