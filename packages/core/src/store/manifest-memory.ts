/**
 * Keeps manifests that were read last: the same one is asked for once for each of its files.
 * Invariant: bounded, and given back only while `stampOf` says that the stored one is still there and the same.
 */
import type { ArtifactManifest, Digest } from '@slipway/contracts';

const maxKept = 200;

/**
 * @param read reads and checks a manifest
 * @param stampOf something that changes with the stored manifest; undefined where it is gone
 */
export function keepManifests(
  read: (artifact: Digest) => Promise<ArtifactManifest>,
  stampOf: (artifact: Digest) => Promise<string | undefined>,
): (artifact: Digest) => Promise<ArtifactManifest> {
  const kept = new Map<Digest, { stamp: string; manifest: ArtifactManifest }>();
  return async (artifact) => {
    const stamp = await stampOf(artifact);
    const known = kept.get(artifact);
    if (known && known.stamp === stamp) return known.manifest;
    kept.delete(artifact);
    const manifest = await read(artifact);
    if (stamp !== undefined) kept.set(artifact, { stamp, manifest });
    const oldest = kept.keys().next().value;
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return manifest;
  };
}
