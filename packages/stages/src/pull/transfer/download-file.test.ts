import { mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSlipwayError, type SlipwayError } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../testing/make-archives.ts';
import { type FileServer, startFileServer } from '../../testing/start-file-server.ts';
import { type DownloadOptions, downloadFile } from './download-file.ts';
import { createHttpFetch } from './http-fetch.ts';

const content = Buffer.from(Array.from({ length: 400_000 }, (_, place) => (place * 31 + (place >> 8)) % 251));
let server: FileServer;
let folder: string;

beforeEach(async () => {
  server = await startFileServer();
  folder = await mkdtemp(join(tmpdir(), 'slipway-download-'));
  server.files.set('/model', { body: content });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const path = () => join(folder, 'model');
const digestHere = async () => sha256(await readFile(path()));
const digestOf = (bytes: Buffer) => ({ algorithm: 'sha256', value: sha256(bytes), encoding: 'hex' }) as const;

function download(over: Partial<DownloadOptions> = {}): Promise<void> {
  return downloadFile({
    url: `${server.url}/model`,
    path: path(),
    fetch: createHttpFetch(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...over,
  });
}

async function failure(work: Promise<unknown>): Promise<SlipwayError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isSlipwayError(error)) throw new Error(`not a SlipwayError: ${String(error)}`);
  return error;
}

test('brings a file whole, reports every byte, and asks for it once', async () => {
  const seen: [number, number][] = [];
  await download({ digest: digestOf(content), onProgress: (done, total) => seen.push([done, total]) });
  expect(await digestHere()).toBe(sha256(content));
  expect(seen.at(-1)).toEqual([content.length, content.length]);
  await download({ digest: digestOf(content) });
  expect(server.requests).toHaveLength(1);
});

test('goes on by range where it was cut off', async () => {
  server.files.set('/model', { body: content, cutAfterBytes: 150_000 });
  const error = await failure(download());
  expect(error).toMatchObject({ code: 'download-interrupted', retryable: true });
  const arrived = (await stat(`${path()}.part`)).size;
  expect(arrived).toBeGreaterThan(0);
  await download({ digest: digestOf(content) });
  expect(server.requests[1]?.headers).toMatchObject({ range: `bytes=${arrived}-` });
  expect(server.requests[1]?.headers['if-range']).toMatch(/^"[0-9a-f]{16}"$/);
  expect(await digestHere()).toBe(sha256(content));
});

test('starts over where the file has changed in the meantime', async () => {
  server.files.set('/model', { body: content, cutAfterBytes: 150_000 });
  await failure(download());
  const changed = Buffer.from(content).reverse();
  server.files.set('/model', { body: changed });
  await download();
  expect(await digestHere()).toBe(sha256(changed));
});

test('starts over where the server names no version of the file', async () => {
  server.files.set('/model', { body: content, cutAfterBytes: 150_000, isUntagged: true });
  await failure(download());
  await download({ digest: digestOf(content) });
  expect(server.requests[1]?.headers.range).toBeUndefined();
  expect(await digestHere()).toBe(sha256(content));
});

test('needs no byte again where it was cut off just before the end was noted', async () => {
  await download();
  await rm(path());
  await writeFile(`${path()}.part`, content);
  const etag = `"${sha256(content).slice(0, 16)}"`;
  await writeFile(`${path()}.part.etag`, etag);
  await download({ digest: digestOf(content) });
  expect(await digestHere()).toBe(sha256(content));
});

test('starts over where more lies there than the file has', async () => {
  await writeFile(`${path()}.part`, Buffer.concat([content, content]));
  await writeFile(`${path()}.part.etag`, `"${sha256(content).slice(0, 16)}"`);
  await download({ digest: digestOf(content) });
  expect(await digestHere()).toBe(sha256(content));
});

test('refuses another digest and keeps nothing of it', async () => {
  const error = await failure(download({ digest: digestOf(Buffer.from('other')) }));
  expect(error.code).toBe('model-digest-mismatch');
  expect(error.message).toContain(sha256(content));
  await expect(stat(`${path()}.part`)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(stat(path())).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a complete file that was damaged afterwards comes again', async () => {
  await download({ digest: digestOf(content) });
  await truncate(path(), 1000);
  await download({ digest: digestOf(content) });
  expect(await digestHere()).toBe(sha256(content));
});

test('404 says so; 401 names the token to set', async () => {
  const gone = await failure(download({ url: `${server.url}/gone` }));
  expect(gone).toMatchObject({ code: 'model-unavailable' });
  expect(gone.message).toContain('404');
  server.files.set('/gated', { body: '', status: 401 });
  const gated = await failure(download({ url: `${server.url}/gated` }));
  expect(gated.hint).toContain('HF_TOKEN');
});

test('nobody listening is one clear error that names the host', async () => {
  const { url } = server;
  await server.close();
  const error = await failure(download({ url: `${url}/model` }));
  expect(error).toMatchObject({ code: 'network-unreachable', retryable: true });
  expect(error.message).toBe(`${new URL(url).host} cannot be reached`);
});

test('neither keys of a signed address nor a password appear in an error', async () => {
  const { host } = new URL(server.url);
  for (const url of [`${server.url}/gone?X-Signature=secret`, `http://anna:secret@${host}/gone`]) {
    const error = await failure(download({ url }));
    expect(`${error.message} ${error.hint}`).not.toContain('secret');
  }
  expect(server.requests[1]?.headers.authorization).toBe(
    `Basic ${Buffer.from('anna:secret').toString('base64')}`,
  );
});

test('ends at once when asked to, also in the middle, and goes on later', async () => {
  server.files.set('/model', { body: content, isStalled: true });
  const controller = new AbortController();
  const work = download({ signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  server.files.set('/model', { body: content });
  await download({ digest: digestOf(content) });
  expect(await digestHere()).toBe(sha256(content));
});

test.runIf(process.platform === 'linux')('a full disk is told as what it is', async () => {
  await symlink('/dev/full', `${path()}.part`);
  await expect(download()).rejects.toMatchObject({ code: 'ENOSPC' });
});
