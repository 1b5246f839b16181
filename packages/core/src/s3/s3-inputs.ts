/**
 * The module by which threads open inputs that lie in buckets; its address is `s3InputsModule`.
 * Invariant: loads no more than the client of S3. What it is given lies at `s3://BUCKET/KEY`, its version being the object's tag.
 */
import { invariant } from '@slipway/contracts';
import { parseBucketAddress } from './bucket-address.ts';
import { type ObjectInput, openObjectInput } from './open-object-input.ts';
import { openS3Objects } from './open-s3-objects.ts';
import type { S3Connection } from './s3-client.ts';

export interface S3InputPlace {
  path: string;
  name: string;
  numBytes: number;
  version: string;
}

/** @returns opens inputs over one client */
export function openInputs(connection: S3Connection): (place: S3InputPlace) => Promise<ObjectInput> {
  const objects = openS3Objects(connection);
  return async ({ path, name, numBytes, version }) => {
    const address = parseBucketAddress(path);
    invariant(address !== undefined, `${path} is no address of an object`);
    return openObjectInput(objects, { ...address, sizeBytes: numBytes, entityTag: version }, name);
  };
}
