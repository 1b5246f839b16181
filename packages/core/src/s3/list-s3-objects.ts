/**
 * All objects of a bucket whose keys begin with a prefix, page after page.
 * Invariant: keys are what they are, whatever letters they have: they travel percent-encoded where the server can.
 */
import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { AskS3 } from './s3-client.ts';

export type S3ObjectEntry = _Object & { Key: string };

/** @throws the server's or the network's own error; the signal's reason */
export async function* listS3Objects(
  ask: AskS3,
  { bucket, prefix, signal }: { bucket: string; prefix: string; signal?: AbortSignal | undefined },
): AsyncGenerator<S3ObjectEntry> {
  let token: string | undefined;
  do {
    signal?.throwIfAborted();
    const wanted = {
      Bucket: bucket,
      Prefix: prefix,
      ContinuationToken: token,
      EncodingType: 'url' as const,
    };
    const page: ListObjectsV2CommandOutput = await ask(({ s3, client }) =>
      client.send(new s3.ListObjectsV2Command(wanted), signal ? { abortSignal: signal } : {}),
    );
    const decode = page.EncodingType === 'url' ? decodeKey : (key: string) => key;
    for (const entry of page.Contents ?? []) yield { ...entry, Key: decode(entry.Key ?? '') };
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** As forms are encoded: a space is a plus. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', '%20'));
}
