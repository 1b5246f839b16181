/**
 * Bytes of a stored manifest as a manifest, compared with the artifact's digest first.
 */
import { type ArtifactManifest, artifactManifest, type Digest } from '@slipway/contracts';
import { digestOf } from './durable-file.ts';
import { artifactCorrupt } from './store-error.ts';

/** @throws SlipwayError `artifact-corrupt` */
export function parseManifest(artifact: Digest, content: Uint8Array): ArtifactManifest {
  const found = digestOf(content);
  if (found !== artifact) throw artifactCorrupt(artifact, `its manifest hashes to ${found}`);
  const parsed = artifactManifest.safeParse(JSON.parse(new TextDecoder().decode(content)));
  if (parsed.success) return parsed.data;
  throw artifactCorrupt(
    artifact,
    `its manifest is of another form: ${parsed.error.issues[0]?.message ?? ''}`,
  );
}
