/**
 * Object storage on S3, as Amazon and many others speak it.
 * Invariant: nothing is asked of the server before something is listed or read; what goes wrong comes with a remedy.
 */
import type { ObjectStorage } from '../ports/object-storage.ts';
import { ObjectFault } from '../ports/object-storage.ts';
import { listS3Objects } from './list-s3-objects.ts';
import { readS3Object } from './read-s3-object.ts';
import { connectS3, type S3Connection } from './s3-client.ts';
import { explainReadFailure } from './s3-failure.ts';

/**
 * Opens whatever buckets the connection's credentials reach.
 * @param options.firstPauseMs before a broken line is taken up again; it doubles with each connection that brings nothing
 */
export function openS3Objects(
  connection: S3Connection,
  { firstPauseMs }: { firstPauseMs?: number } = {},
): ObjectStorage {
  const ask = connectS3(connection);
  const { endpoint } = connection;
  return {
    async *list({ bucket, prefix, signal }) {
      try {
        for await (const { Key, Size = 0, ETag = '' } of listS3Objects(ask, { bucket, prefix, signal }))
          yield { key: Key, sizeBytes: Size, entityTag: ETag };
      } catch (error) {
        signal?.throwIfAborted();
        throw explainReadFailure(error, { bucket, endpoint });
      }
    },
    async *read(object, range) {
      try {
        yield* readS3Object(ask, object, { ...range, firstPauseMs });
      } catch (error) {
        range?.signal?.throwIfAborted();
        if (error instanceof ObjectFault) throw error;
        throw explainReadFailure(error, { bucket: object.bucket, endpoint });
      }
    },
  };
}
