/**
 * Objects of one bucket beneath one prefix: put, get, list, with the errors of the house.
 * Invariant: an object is visible only whole (S3 promises so), and carries the SHA-256 it was stored under.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Digest } from '@slipway/contracts';
import { listS3Objects } from '../s3/list-s3-objects.ts';
import { type AskS3, connectS3, type S3Connection, type S3Sdk } from '../s3/s3-client.ts';
import { explainStoreFailure, isNotThere } from '../s3/s3-failure.ts';

export interface S3Location extends S3Connection {
  bucket: string;
  /** Beginning of every key: empty, or ending in a slash as a rule. */
  prefix: string;
}

export interface StoredObject {
  key: string;
  sizeBytes: number;
  changedAtMs: number;
  /** The digest it was stored under; absent in lists. */
  digest?: string | undefined;
  /** The server's own word for these very bytes (ETag); absent in lists. */
  entityTag?: string | undefined;
}

export interface S3Bucket {
  describe(key: string): Promise<StoredObject | undefined>;
  /** Undefined where there is none. */
  read(key: string): Promise<Readable | undefined>;
  putText(key: string, text: string): Promise<void>;
  putFile(key: string, path: string, digest: Digest): Promise<void>;
  /** Copies an object, on the server; onto itself to make it young again. */
  copy(from: string, to: string, digest: Digest): Promise<void>;
  remove(key: string): Promise<void>;
  list(folder: string): AsyncIterable<StoredObject>;
}

const minPartBytes = 16 << 20;
/** S3 takes no more. */
const maxParts = 10_000;
const numPartsAtOnce = 2;
const digestField = 'sha256';

export function openS3Bucket(location: S3Location): S3Bucket {
  const { bucket: Bucket, prefix } = location;
  const keyOf = (key: string) => ({ Bucket, Key: prefix + key });
  const request = connectS3(location);
  /** Runs one request, its errors explained. */
  const ask: AskS3 = async (work) => {
    try {
      return await request(work);
    } catch (error) {
      throw explainStoreFailure(error, { bucket: Bucket, endpoint: location.endpoint });
    }
  };
  const askUnlessMissing = <Result>(work: (sdk: S3Sdk) => Promise<Result>) =>
    ask<Result | undefined>((sdk) =>
      work(sdk).catch((error: unknown) => {
        if (isNotThere(error)) return undefined;
        throw error;
      }),
    );

  return {
    async describe(key) {
      const head = await askUnlessMissing(({ s3, client }) =>
        client.send(new s3.HeadObjectCommand(keyOf(key))),
      );
      if (!head) return undefined;
      const { ContentLength: sizeBytes = 0, LastModified, Metadata, ETag: entityTag } = head;
      const changedAtMs = LastModified?.getTime() ?? 0;
      return { key, sizeBytes, changedAtMs, digest: Metadata?.[digestField], entityTag };
    },
    async read(key) {
      const object = await askUnlessMissing(({ s3, client }) =>
        client.send(new s3.GetObjectCommand(keyOf(key))),
      );
      return object?.Body as Readable | undefined;
    },
    putText: async (key, text) => {
      await ask(({ s3, client }) => client.send(new s3.PutObjectCommand({ ...keyOf(key), Body: text })));
    },
    putFile: (key, path, digest) =>
      ask((sdk) => putFile(sdk, path, { ...keyOf(key), Metadata: { [digestField]: digest } })),
    copy: async (from, to, digest) => {
      const CopySource = `${Bucket}/${prefix}${from}`.split('/').map(encodeURIComponent).join('/');
      const Metadata = { [digestField]: digest };
      const wanted = { ...keyOf(to), CopySource, Metadata, MetadataDirective: 'REPLACE' as const };
      await askUnlessMissing(({ s3, client }) => client.send(new s3.CopyObjectCommand(wanted)));
    },
    remove: async (key) => {
      await ask(({ s3, client }) => client.send(new s3.DeleteObjectCommand(keyOf(key))));
    },
    list: (folder) => listBeneath(ask, { bucket: Bucket, prefix, folder }),
  };
}

/** Keys are told as they go on behind the prefix. */
async function* listBeneath(
  ask: AskS3,
  { bucket, prefix, folder }: { bucket: string; prefix: string; folder: string },
): AsyncGenerator<StoredObject> {
  for await (const { Key, Size = 0, LastModified } of listS3Objects(ask, { bucket, prefix: prefix + folder }))
    yield { key: Key.slice(prefix.length), sizeBytes: Size, changedAtMs: LastModified?.getTime() ?? 0 };
}

/** Small files are sent from memory, so that a request may be repeated; large ones in parts, each of which may be. */
async function putFile(
  { s3, client }: S3Sdk,
  path: string,
  target: { Bucket: string; Key: string; Metadata: Record<string, string> },
): Promise<void> {
  const { size } = await stat(path);
  if (size <= minPartBytes) {
    await client.send(new s3.PutObjectCommand({ ...target, Body: await readFile(path) }));
    return;
  }
  const { Upload } = await import('@aws-sdk/lib-storage');
  const params = { ...target, Body: createReadStream(path) };
  const partSize = Math.max(minPartBytes, Math.ceil(size / maxParts));
  await new Upload({ client, params, partSize, queueSize: numPartsAtOnce, leavePartsOnError: false }).done();
}
