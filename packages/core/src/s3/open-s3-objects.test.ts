import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type ListedObject, ObjectFault, type ObjectRange } from '../ports/object-storage.ts';
import { startS3Server } from '../testing/s3-fixture.ts';
import { openS3Objects } from './open-s3-objects.ts';

const server = await startS3Server();
afterAll(() => server?.close());
afterEach(() => {
  server?.breakLines(() => undefined);
  vi.unstubAllEnvs();
});

const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 31 + (at >> 8)) % 251));

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Keys that have undone many a client. */
const oddKeys = [
  'a b/plus+and space.md',
  'a b/100%.md',
  'a b/%20.md',
  'a b/港口 🚢.md',
  'a b/&<>"\'?#.md',
  'a b/../up.md',
  'a b//double.md',
];

describe.skipIf(!server)('documents in S3 (needs moto: pip install "moto[server]")', () => {
  const fixture = server as NonNullable<typeof server>;
  const objects = openS3Objects(fixture?.connection ?? { region: 'us-east-1', isPathStyle: true }, {
    firstPauseMs: 1,
  });

  async function list(bucket: string, prefix = ''): Promise<ListedObject[]> {
    return await collect(objects.list({ bucket, prefix }));
  }
  async function read(bucket: string, object: ListedObject, range?: ObjectRange): Promise<Buffer> {
    return Buffer.concat(await collect(objects.read({ bucket, ...object }, range)));
  }
  async function placeOne(body: Buffer = content): Promise<{ bucket: string; object: ListedObject }> {
    const bucket = await fixture.makeBucket();
    await fixture.put(bucket, 'one.jsonl', body);
    const [object] = await list(bucket);
    return { bucket, object: object as ListedObject };
  }
  const asked = () =>
    fixture.requests.filter(({ path }) => path.includes('one.jsonl')).map(({ range }) => range);

  it('lists more than a page holds, and those below a prefix alone', async () => {
    const bucket = await fixture.makeBucket();
    const keys = Array.from({ length: 123 }, (_, at) => `many/${String(at).padStart(4, '0')}.md`);
    for (const key of keys) await fixture.put(bucket, key, key);
    await fixture.put(bucket, 'other.md', 'x');
    expect((await list(bucket, 'many/')).map(({ key }) => key)).toEqual(keys);
    expect(fixture.requests.filter(({ path }) => path.includes('continuation-token'))).toHaveLength(2);
    expect(await list(bucket, 'many/0007')).toEqual([
      { key: 'many/0007.md', sizeBytes: 12, entityTag: expect.stringMatching(/^"[0-9a-f]{32}"$/) },
    ]);
    expect(await list(bucket, 'none/')).toEqual([]);
  });

  it('takes keys letter by letter', async () => {
    const bucket = await fixture.makeBucket();
    for (const key of oddKeys) await fixture.put(bucket, key, key);
    const listed = await list(bucket, 'a b/');
    expect(listed.map(({ key }) => key).sort()).toEqual([...oddKeys].sort());
    for (const object of listed) expect((await read(bucket, object)).toString()).toBe(object.key);
  });

  it('reads ranges, and nothing of an empty object', async () => {
    const { bucket, object } = await placeOne();
    const range = await read(bucket, object, { from: 1000, end: 2500 });
    expect(range.equals(content.subarray(1000, 2500))).toBe(true);
    const empty = await placeOne(Buffer.alloc(0));
    expect(await read(empty.bucket, empty.object)).toHaveLength(0);
  });

  it('goes on at the byte where the line broke, however often', async () => {
    const { bucket, object } = await placeOne();
    fixture.requests.length = 0;
    const breaks = [700_000, 0, 900_000];
    fixture.breakLines(() => breaks.shift());
    expect((await read(bucket, object)).equals(content)).toBe(true);
    expect(asked()).toHaveLength(4);
    const starts = asked().map((range) => Number(/^bytes=(\d+)-2999999$/.exec(range ?? '')?.[1] ?? 0));
    expect(starts[1]).toBeGreaterThan(0);
    expect(starts[1]).toBeLessThanOrEqual(700_000);
    expect(starts[2]).toBe(starts[1]);
    expect(starts[3]).toBeGreaterThan(700_000);
  });

  it('gives up where nothing comes any more, and says so', async () => {
    const { bucket, object } = await placeOne(content.subarray(0, 1000));
    fixture.breakLines(() => 0);
    await expect(read(bucket, object)).rejects.toMatchObject({
      code: 'network-unreachable',
      retryable: true,
      message: expect.stringContaining(`bucket ${bucket} at http://127.0.0.1`),
    });
  });

  it('tells an object that was changed or removed since it was listed', async () => {
    const { bucket, object } = await placeOne();
    fixture.breakLines(({ path }) => (path.includes('one.jsonl') ? 500_000 : undefined));
    let isChanged = false;
    const reading = (async () => {
      for await (const _ of objects.read({ bucket, ...object })) {
        if (!isChanged) await fixture.put(bucket, object.key, Buffer.from(content).reverse());
        isChanged = true;
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: 'ObjectFault', reason: 'changed' });
    await fixture.remove(bucket, object.key);
    await expect(read(bucket, object)).rejects.toBeInstanceOf(ObjectFault);
    await expect(read(bucket, object)).rejects.toMatchObject({ reason: 'vanished' });
  });

  it('ends at once when it is asked to', async () => {
    const { bucket, object } = await placeOne();
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of objects.read({ bucket, ...object }, { signal: stop.signal })) stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says what is wrong, with a remedy and without a secret', async () => {
    const { bucket, object } = await placeOne();
    const { endpoint } = fixture.connection;
    const failing = (over: object, name = bucket) =>
      collect(openS3Objects({ ...fixture.connection, ...over }).list({ bucket: name, prefix: '' }));

    await expect(failing({}, 'no-such-bucket-here')).rejects.toMatchObject({
      code: 'documents-missing',
      message: `there is no bucket no-such-bucket-here at ${endpoint}`,
    });

    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    await expect(failing({ accessKeyId: undefined, secretAccessKey: undefined })).rejects.toMatchObject({
      code: 'storage-credentials-missing',
      hint: expect.stringMatching(/AWS_ACCESS_KEY_ID.*AWS_PROFILE.*slipway up/),
    });

    await fixture.requireCredentials(true);
    const denied = await failing({ secretAccessKey: 'hunter2' }).catch((error: unknown) => error);
    await expect(read(bucket, object)).rejects.toMatchObject({ code: 'storage-denied' });
    await fixture.requireCredentials(false);
    expect(denied).toMatchObject({ code: 'storage-denied', retryable: false });
    expect(JSON.stringify([denied, (denied as Error).message, (denied as Error).cause])).not.toContain(
      'hunter2',
    );

    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const unreachable = { endpoint: `http://me:hunter2@127.0.0.1:${port}` };
    const error = await failing(unreachable).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'network-unreachable', retryable: true });
    expect((error as Error).message).not.toContain('hunter2');
  });
});
