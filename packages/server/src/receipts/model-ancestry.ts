/**
 * Finds what a model was made from by walking its parents: the base, the adapter, the models before it.
 */
import type { ArtifactManifest, Digest } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';

export interface Ancestor {
  digest: Digest;
  manifest: ArtifactManifest;
}

/** Longest chain of conversions that is walked. */
const maxSteps = 32;

/**
 * The nearest ancestor that stands in a role, going up through models alone.
 * @returns undefined where no ancestor has the role
 */
export async function findAncestor(
  store: ArtifactStore,
  model: Digest,
  role: string,
): Promise<Ancestor | undefined> {
  let current: Digest | undefined = model;
  for (let step = 0; current !== undefined && step < maxSteps; step += 1) {
    const manifest: ArtifactManifest = await store.readManifest(current);
    const found = manifest.parents.find((parent) => parent.role === role);
    if (found) return { digest: found.digest, manifest: await store.readManifest(found.digest) };
    current = manifest.parents.find((parent) => parent.role === 'model')?.digest;
  }
  return undefined;
}

/** The model and all models it was made from, up to the one that was pulled. */
export async function listModelLine(store: ArtifactStore, model: Digest): Promise<Digest[]> {
  const line: Digest[] = [];
  let current: Digest | undefined = model;
  while (current !== undefined && line.length < maxSteps) {
    line.push(current);
    const { parents }: ArtifactManifest = await store.readManifest(current);
    current = ['model', 'base'].flatMap((role) => parents.filter((parent) => parent.role === role))[0]
      ?.digest;
  }
  return line;
}
