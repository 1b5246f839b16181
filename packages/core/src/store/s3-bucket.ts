/**
 * Objects of one bucket beneath one prefix: put, get, list, with the errors of the house.
 * Invariant: an object is visible only whole (S3 promises so), and carries the SHA-256 it was stored under.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Digest } from '@slipway/contracts';
import { explainS3Failure, isNotThere } from './s3-error.ts';

export interface S3Location {
  bucket: string;
  /** Beginning of every key: empty, or ending in a slash as a rule. */
  prefix: string;
  endpoint?: string | undefined;
  region: string;
  isPathStyle: boolean;
  /** Found as Amazon's tools find them where left out. */
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  sessionToken?: string | undefined;
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
const connectTimeoutMs = 10_000;
const maxAttempts = 5;
const digestField = 'sha256';
const ignore = () => undefined;
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

export function openS3Bucket(location: S3Location): S3Bucket {
  const { bucket: Bucket, prefix } = location;
  const keyOf = (key: string) => ({ Bucket, Key: prefix + key });
  const connect = connectOnce(location);
  /** Runs one request, its errors explained. */
  const ask = async <Result>(work: (sdk: Sdk) => Promise<Result>): Promise<Result> => {
    try {
      return await work(await connect());
    } catch (error) {
      throw explainS3Failure(error, Bucket, location.endpoint);
    }
  };
  const askUnlessMissing = <Result>(work: (sdk: Sdk) => Promise<Result>) =>
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
    list: (folder) => listObjects(ask, { Bucket, prefix, folder }),
  };
}

type Ask = <Result>(work: (sdk: Sdk) => Promise<Result>) => Promise<Result>;

async function* listObjects(
  ask: Ask,
  { Bucket, prefix, folder }: { Bucket: string; prefix: string; folder: string },
): AsyncGenerator<StoredObject> {
  let token: string | undefined;
  do {
    const wanted = { Bucket, Prefix: prefix + folder, ContinuationToken: token };
    const page = await ask(({ s3, client }) => client.send(new s3.ListObjectsV2Command(wanted)));
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
      yield { key: Key.slice(prefix.length), sizeBytes: Size, changedAtMs: LastModified?.getTime() ?? 0 };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Small files are sent from memory, so that a request may be repeated; large ones in parts, each of which may be. */
async function putFile(
  { s3, client }: Sdk,
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

interface Sdk {
  s3: typeof import('@aws-sdk/client-s3');
  client: import('@aws-sdk/client-s3').S3Client;
}

/** The client is large: it is loaded with the first request, not with this package. */
function connectOnce(location: S3Location): () => Promise<Sdk> {
  let connecting: Promise<Sdk> | undefined;
  return () => {
    connecting ??= import('@aws-sdk/client-s3').then((s3) => ({
      s3,
      client: new s3.S3Client(describeClient(location)),
    }));
    return connecting;
  };
}

function describeClient(location: S3Location): S3ClientConfig {
  const { endpoint, region, isPathStyle, accessKeyId, secretAccessKey, sessionToken } = location;
  return {
    region,
    forcePathStyle: isPathStyle,
    maxAttempts,
    // What goes wrong is thrown; the client's own words would go to the console.
    logger: silent,
    requestHandler: { connectionTimeout: connectTimeoutMs },
    // Files are compared with their SHA-256; many servers do not know Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      }),
  };
}
