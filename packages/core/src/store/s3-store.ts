/**
 * The artifact store in an S3-compatible bucket, with a local cache for files that are read:
 *
 *   <prefix>blobs/ab/<hex>            bytes of files, by SHA-256
 *   <prefix>manifests/ab/<hex>.json   canonical JSON of manifests; an artifact is there when its manifest is
 *   <prefix>damaged/<hex>             what was found wrong, set aside
 *
 * Invariant: a manifest is put after all its blobs are there. Commits cannot be held back on other machines, so garbage is collected
 * only beyond a day of grace, and committing makes blobs that are there already young again.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactManifest, Digest } from '@slipway/contracts';
import { createBlobFolder, hexOf, type StoredItem } from './blob-folder.ts';
import type { CollectableStore } from './collectable-store.ts';
import { createDraft, type DraftFile, type Publication } from './draft-folder.ts';
import { claimDraft, sweepDrafts } from './draft-owner.ts';
import { digestFile } from './durable-file.ts';
import { layOutFiles, locateIn } from './file-access.ts';
import { keepManifests } from './manifest-memory.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { parseManifest } from './parse-manifest.ts';
import { openS3Bucket, type S3Bucket, type S3Location } from './s3-bucket.ts';
import { artifactMissing, explainWriteFailure } from './store-error.ts';

export interface S3StoreOptions extends S3Location {
  /** Local folder for drafts and for files that were read; may be emptied when nothing runs. */
  cacheDirectory: string;
}

const numTransfersAtOnce = 8;
const minGraceMs = 24 * 60 * 60 * 1000;
/** An object younger than this need not be made young again when it is committed again. */
const freshForMs = 15 * 60 * 1000;
/** The largest object that S3 copies in one request. */
const maxCopyBytes = 5 * 2 ** 30;

/** Opens the store; the bucket must exist. Nothing is asked of the server yet. */
export function openS3Store(options: S3StoreOptions): CollectableStore {
  const { cacheDirectory } = options;
  const bucket = openS3Bucket(options);
  const fetchManifest = async (artifact: Digest) => {
    const stream = await bucket.read(manifestKey(artifact));
    if (!stream) throw artifactMissing(artifact, `bucket ${options.bucket}`);
    return parseManifest(artifact, Buffer.concat(await stream.toArray()));
  };
  // A manifest never changes; whether it is still there is for `has` to ask.
  const readManifest = keepManifests(fetchManifest, async () => 'unchanged');
  const cache = createBlobFolder(cacheDirectory);
  const locateBlob = (digest: Digest) => locateOrFetch(digest, { bucket, cache, cacheDirectory });

  return {
    minGraceMs,
    has: (artifact) => isWhole(artifact, bucket),
    readManifest,
    locateFile: async (artifact, path) =>
      locateIn({ artifact, manifest: await readManifest(artifact), path }, locateBlob),
    materialise: async (artifact, directory, options) =>
      layOutFiles({ artifact, manifest: await readManifest(artifact), directory, ...options }, locateBlob),
    draft: () =>
      createDraft({
        draftsDirectory: join(cacheDirectory, 'drafts'),
        recall: cache.recall,
        publish: async (publication) => {
          await publish(publication, bucket);
          await cache.adopt(
            publication.files.map(({ absolutePath, digest }) => ({ path: absolutePath, digest })),
          );
        },
      }),
    verify: async (artifact) => {
      const { files } = await readManifest(artifact);
      const problems = await mapConcurrently(files, numTransfersAtOnce, async ({ path, digest }) => {
        const problem = await checkBlob(digest, bucket, cacheDirectory);
        return problem === undefined ? [] : [{ path, problem }];
      });
      return problems.flat();
    },
    stamp: async (artifact) => {
      const { files } = await readManifest(artifact);
      const stamps = await mapConcurrently(files, numTransfersAtOnce, async ({ digest }) => {
        const object = await bucket.describe(blobKey(digest));
        // Times in headers are whole seconds; the tag tells changes within one.
        return object ? `${object.sizeBytes} ${object.changedAtMs} ${object.entityTag}` : 'gone';
      });
      return stamps.join('\n');
    },
    async *list() {
      for await (const item of listItems(bucket, 'manifests/', '.json')) yield item.digest;
    },
    listManifests: () => listItems(bucket, 'manifests/', '.json'),
    listBlobs: () => listItems(bucket, 'blobs/', ''),
    removeManifest: (item) => removeUnchanged(bucket, manifestKey(item.digest), item),
    removeBlob: (item) => removeUnchanged(bucket, blobKey(item.digest), item),
    withoutCommits: (work) => work(),
    sweepDrafts: ({ olderThanMs = 60_000 } = {}) => sweepDrafts(join(cacheDirectory, 'drafts'), olderThanMs),
  };
}

async function publish({ files, artifact, manifestText }: Publication, bucket: S3Bucket): Promise<void> {
  const distinct = [...new Map(files.map((file) => [file.digest, file])).values()];
  await mapConcurrently(distinct, numTransfersAtOnce, (file) => putBlob(file, bucket));
  await bucket.putText(manifestKey(artifact), manifestText);
}

async function putBlob({ absolutePath, digest, sizeBytes }: DraftFile, bucket: S3Bucket): Promise<void> {
  const key = blobKey(digest);
  const present = await bucket.describe(key);
  const isSame = present?.sizeBytes === sizeBytes && present.digest === digest && sizeBytes <= maxCopyBytes;
  if (!isSame) await bucket.putFile(key, absolutePath, digest);
  else if (Date.now() - present.changedAtMs > freshForMs) await bucket.copy(key, key, digest);
}

async function isWhole(artifact: Digest, bucket: S3Bucket): Promise<boolean> {
  const stream = await bucket.read(manifestKey(artifact));
  if (!stream) return false;
  let manifest: ArtifactManifest;
  try {
    manifest = parseManifest(artifact, Buffer.concat(await stream.toArray()));
  } catch {
    return false;
  }
  const sizes = await mapConcurrently(manifest.files, numTransfersAtOnce, async (file) => {
    const object = await bucket.describe(blobKey(file.digest));
    return object?.sizeBytes === file.sizeBytes;
  });
  return sizes.every(Boolean);
}

async function locateOrFetch(
  digest: Digest,
  place: { bucket: S3Bucket; cache: ReturnType<typeof createBlobFolder>; cacheDirectory: string },
): Promise<{ path: string } | { problem: string }> {
  const { bucket, cache, cacheDirectory } = place;
  const cached = await cache.locate(digest);
  if ('path' in cached) return cached;
  return withFetched(digest, { bucket, cacheDirectory }, async (path) => {
    if (path === undefined) return { problem: 'its bytes are gone' };
    const found = await digestFile(path, { isSynced: true });
    if (found.digest === digest) {
      await cache.adopt([{ path, digest }]);
      return cache.locate(digest);
    }
    await bucket.copy(blobKey(digest), `damaged/${hexOf(digest)}`, found.digest);
    await bucket.remove(blobKey(digest));
    return { problem: `its bytes hash to ${found.digest}, not ${digest}` };
  });
}

async function checkBlob(
  digest: Digest,
  bucket: S3Bucket,
  cacheDirectory: string,
): Promise<string | undefined> {
  return withFetched(digest, { bucket, cacheDirectory }, async (path) => {
    if (path === undefined) return 'its bytes are gone';
    const found = await digestFile(path);
    return found.digest === digest ? undefined : `its bytes hash to ${found.digest}, not ${digest}`;
  });
}

/** Downloads a blob beside the cache for as long as the work takes; no path where the bucket has none. */
async function withFetched<Result>(
  digest: Digest,
  { bucket, cacheDirectory }: { bucket: S3Bucket; cacheDirectory: string },
  work: (path: string | undefined) => Promise<Result>,
): Promise<Result> {
  const stream = await bucket.read(blobKey(digest));
  if (!stream) return work(undefined);
  const fetched = join(cacheDirectory, 'drafts');
  await mkdir(fetched, { recursive: true });
  const folder = await mkdtemp(join(fetched, 'fetch-'));
  try {
    // A large download takes longer than a draft without an owner is left alone.
    await claimDraft(folder);
    const path = join(folder, hexOf(digest));
    await pipeline(stream, createWriteStream(path));
    return await work(path);
  } catch (error) {
    throw explainWriteFailure(error, cacheDirectory);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeUnchanged(bucket: S3Bucket, key: string, item: StoredItem): Promise<void> {
  const present = await bucket.describe(key);
  // Lists give times to the millisecond, headers to the second.
  if (present && present.changedAtMs <= item.changedAtMs) await bucket.remove(key);
}

async function* listItems(bucket: S3Bucket, folder: string, suffix: string): AsyncGenerator<StoredItem> {
  for await (const { key, sizeBytes, changedAtMs } of bucket.list(folder)) {
    const name = key.slice(key.lastIndexOf('/') + 1);
    const hex = name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : '';
    if (!/^[0-9a-f]{64}$/.test(hex)) continue;
    yield { digest: `sha256:${hex}` as Digest, sizeBytes, changedAtMs };
  }
}

function blobKey(digest: Digest): string {
  return `blobs/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}`;
}

function manifestKey(artifact: Digest): string {
  return `manifests/${hexOf(artifact).slice(0, 2)}/${hexOf(artifact)}.json`;
}
