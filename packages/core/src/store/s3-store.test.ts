import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Digest } from '@slipway/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { startMoto } from '../testing/s3-fixture.ts';
import { commitFiles, describeArtifactStore, manifestFor } from './artifact-store-contract.ts';
import { hexOf } from './blob-folder.ts';
import { collectGarbage } from './collect-garbage.ts';
import { digestOf } from './durable-file.ts';
import { openS3Store, type S3StoreOptions } from './s3-store.ts';

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

const server = await startMoto();
afterAll(async () => {
  if (!server || server.child.exitCode !== null) return;
  server.child.kill('SIGKILL');
  await once(server.child, 'exit');
});

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function makePlace(): Promise<{ client: S3Client; options: () => Promise<S3StoreOptions> }> {
  const endpoint = server?.endpoint ?? '';
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const bucket = `slipway-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const options = async () => {
    const cacheDirectory = await mkdtemp(join(tmpdir(), 'slipway-s3-cache-'));
    folders.push(cacheDirectory);
    return {
      bucket,
      prefix: 'a b/',
      endpoint,
      region: 'us-east-1',
      isPathStyle: true,
      ...credentials,
      cacheDirectory,
    };
  };
  return { client, options };
}

const listDeep = (folder: string) => readdir(folder, { recursive: true });
const blobKey = (digest: Digest) => `a b/blobs/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}`;

if (server) {
  describeArtifactStore('S3', async () => {
    const { client, options } = await makePlace();
    const first = await options();
    const target = (file: Digest) => ({ Bucket: first.bucket, Key: blobKey(file) });
    return {
      store: openS3Store(first),
      reopen: async () => openS3Store(await options()),
      damage: async (file) => {
        await client.send(new PutObjectCommand({ ...target(file), Body: 'evil bytes' }));
      },
      lose: async (file) => {
        await client.send(new DeleteObjectCommand(target(file)));
      },
      dispose: async () => client.destroy(),
    };
  });
}

describe.skipIf(!server)('S3 store (needs moto: pip install "moto[server]")', () => {
  it('sends a large file in parts and reads it from the cache from then on', async () => {
    const { client, options } = await makePlace();
    const settings = await options();
    const content = Buffer.alloc(70 << 20, 'slipway');
    const store = openS3Store(settings);
    const draft = await store.draft();
    await writeFile(join(draft.directory, 'model.gguf'), content);
    const artifact = await draft.commit(manifestFor('large'));
    const there = await options();
    const elsewhere = openS3Store(there);
    const fetching = elsewhere.locateFile(artifact, 'model.gguf');
    await expect
      .poll(() => listDeep(there.cacheDirectory))
      .toContainEqual(expect.stringMatching(/fetch-.*\//));
    await elsewhere.sweepDrafts({ olderThanMs: 0 });
    await fetching;
    expect((await readFile(await elsewhere.locateFile(artifact, 'model.gguf'))).equals(content)).toBe(true);
    const target = { Bucket: settings.bucket, Key: blobKey(digestOf(content)) };
    await client.send(new DeleteObjectCommand(target));
    await expect(elsewhere.locateFile(artifact, 'model.gguf')).resolves.toContain('slipway-s3-cache-');
    expect(await elsewhere.has(artifact)).toBe(false);
    expect(await readdir(join(settings.cacheDirectory, 'drafts'))).toEqual([]);
  });

  it('collects garbage a day old', async () => {
    const { options } = await makePlace();
    const store = openS3Store(await options());
    const kept = await commitFiles(store, 'kept', { files: { a: 'a', b: 'b' } });
    const gone = await commitFiles(store, 'gone', { files: { a: 'a', c: 'c' } });
    const early = await collectGarbage({ store, roots: [kept], graceMs: 0 });
    expect(early.removed).toEqual([]);
    const now = () => Date.now() + 25 * 60 * 60 * 1000;
    const report = await collectGarbage({ store, roots: [kept], graceMs: 0, now });
    expect(report).toMatchObject({ removed: [gone], numBlobsRemoved: 1 });
    expect(await store.has(kept)).toBe(true);
    expect(await openS3Store(await options()).verify(kept)).toEqual([]);
  });

  it('says what is wrong with its settings', async () => {
    const { options } = await makePlace();
    const absent = openS3Store({ ...(await options()), bucket: 'no-such-bucket-here' });
    await expect(commitFiles(absent, 'a', { files: { a: 'a' } })).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('no-such-bucket-here'),
    });
    const silent = openS3Store({ ...(await options()), endpoint: 'http://127.0.0.1:9' });
    await expect(silent.has(digestOf('a'))).rejects.toMatchObject({ code: 'network-unreachable' });
  });
});
