/**
 * Where a document was taken from, where that is a place that others can reach, too.
 */
import type { ArtifactManifest } from '@slipway/contracts';
import { isBucketAddress } from '../s3/bucket-address.ts';

/**
 * @param manifest of the `documents` artifact that holds it
 * @param path of the document, or of a record in it
 * @returns `s3://BUCKET/KEY`, which goes on through an archive as through a folder; nothing for documents of a folder
 */
export function findSourceAddress(
  { spec }: Pick<ArtifactManifest, 'spec'>,
  path: string,
): string | undefined {
  const origin = typeof spec === 'object' && spec !== null && 'origin' in spec ? spec.origin : undefined;
  return typeof origin === 'string' && isBucketAddress(origin) ? origin + path : undefined;
}
