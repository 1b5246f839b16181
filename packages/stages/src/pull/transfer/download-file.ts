/**
 * Downloads a file over HTTP into a folder, going on where an earlier try was cut off.
 * Invariant: the final name appears only when every announced byte has arrived and the digest, where one is known, is right.
 * Refuses to append to a partial file when the server's file has changed in the meantime (If-Range).
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '@slipway/contracts';
import type { Response } from 'undici';
import type { HttpFetch } from './http-fetch.ts';

export interface DownloadOptions {
  url: string;
  /** Final path; `.part` and `.part.etag` beside it hold what has come so far. */
  path: string;
  /** Expected digest in hexadecimal or, as npm writes it, base64. */
  digest?: { algorithm: 'sha256' | 'sha512'; value: string; encoding: 'hex' | 'base64' };
  fetch: HttpFetch;
  headers?: Record<string, string>;
  signal: AbortSignal;
  onProgress(doneBytes: number, totalBytes: number): void;
}

/**
 * @throws SlipwayError `download-interrupted`, `model-digest-mismatch`, `model-unavailable`, `network-unreachable`
 */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  if (await isComplete(options)) return;
  const partial = `${options.path}.part`;
  const haveBytes = await sizeOf(partial);
  const tag = haveBytes > 0 ? await readFile(`${partial}.etag`, 'utf8').catch(() => '') : '';
  const resume = haveBytes > 0 && tag !== '';
  const headers = {
    ...options.headers,
    ...(resume ? { range: `bytes=${haveBytes}-`, 'if-range': tag } : {}),
  };
  const response = await options.fetch(options.url, { headers, signal: options.signal });
  if (response.status === 416) {
    await rm(partial, { force: true });
    return downloadFile(options);
  }
  if (!response.ok || response.body === null) throw refusedAnswer(options.url, response.status);
  await receive(options, response, response.status === 206 ? haveBytes : 0);
  await verifyDigest(options, partial);
  await rename(partial, options.path);
  await rm(`${partial}.etag`, { force: true });
}

async function isComplete(options: DownloadOptions): Promise<boolean> {
  const size = await sizeOf(options.path);
  if (size === 0) return false;
  if (options.digest && (await hashFile(options.path, options.digest)) !== options.digest.value) {
    await rm(options.path, { force: true });
    return false;
  }
  options.onProgress(size, size);
  return true;
}

async function receive(options: DownloadOptions, response: Response, startBytes: number): Promise<void> {
  const partial = `${options.path}.part`;
  const tag = response.headers.get('etag') ?? response.headers.get('last-modified') ?? '';
  await writeFile(`${partial}.etag`, tag.startsWith('W/') ? '' : tag);
  const totalBytes = startBytes + Number(response.headers.get('content-length') ?? 0);
  let doneBytes = startBytes;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      doneBytes += chunk.length;
      options.onProgress(doneBytes, Math.max(totalBytes, doneBytes));
      done(null, chunk);
    },
  });
  const sink = createWriteStream(partial, { flags: startBytes > 0 ? 'a' : 'w' });
  try {
    await pipeline(Readable.fromWeb(response.body as never), meter, sink, { signal: options.signal });
  } catch (cause) {
    options.signal.throwIfAborted();
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw cause;
    throw interrupted(options.url, doneBytes, cause);
  }
  if (response.headers.has('content-length') && doneBytes < totalBytes)
    throw interrupted(options.url, doneBytes);
}

async function verifyDigest(options: DownloadOptions, path: string): Promise<void> {
  const { digest } = options;
  if (!digest) return;
  const actual = await hashFile(path, digest);
  if (actual === digest.value) return;
  await rm(path, { force: true });
  throw new SlipwayError({
    code: 'model-digest-mismatch',
    message: `${options.url} has ${digest.algorithm} ${actual}, expected ${digest.value}`,
    hint: 'The file is not the one that was pinned. Check the mirror, or pull from another source.',
  });
}

/** Digest of a file's bytes. */
export async function hashFile(
  path: string,
  { algorithm, encoding }: { algorithm: string; encoding: 'hex' | 'base64' },
): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest(encoding);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (entry) => entry.size,
    () => 0,
  );
}

function refusedAnswer(url: string, status: number): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message: `${url} answered with status ${status}`,
    hint:
      status === 401 || status === 403
        ? 'Set HF_TOKEN for a gated model.'
        : 'Check the name, or pull from another source.',
  });
}

function interrupted(url: string, doneBytes: number, cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'download-interrupted',
    message: `the download of ${url} was cut off after ${doneBytes} bytes`,
    hint: 'What has arrived is kept; the next try goes on from there.',
    cause,
  });
}
