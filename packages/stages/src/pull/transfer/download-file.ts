/**
 * Downloads a file over HTTP into a folder, going on where an earlier try was cut off.
 * Invariant: the final name appears only when every announced byte has arrived and the digest, where one is known, is right.
 * Refuses to append to a partial file when the server's file has changed in the meantime (If-Range).
 */
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { SlipwayError } from '@slipway/contracts';
import type { Response } from 'undici';
import { hashFiles } from './hash-files.ts';
import type { HttpFetch } from './http-fetch.ts';
import { publicUrl } from './public-url.ts';

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
    // Bytes are counted and appended as the file has them, not as a server packs them.
    'accept-encoding': 'identity',
    ...(resume ? { range: `bytes=${haveBytes}-`, 'if-range': tag } : {}),
  };
  const response = await options.fetch(options.url, { headers, signal: options.signal });
  const range = readContentRange(response);
  if (response.status === 416 && resume && range.totalBytes === haveBytes) {
    // All had come; only the last word was missing.
    await response.body?.cancel();
  } else if (resume && (response.status === 416 || (response.status === 206 && range.start !== haveBytes))) {
    await response.body?.cancel();
    await rm(partial, { force: true });
    return downloadFile(options);
  } else {
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw refusedAnswer(options.url, response.status);
    }
    await receive(options, response, response.status === 206 ? haveBytes : 0);
  }
  await verifyDigest(options, partial);
  await rename(partial, options.path);
  await rm(`${partial}.etag`, { force: true });
}

/** First byte and size of the whole, NaN where the server names none; the first is missing with status 416. */
function readContentRange(response: Response): { start: number; totalBytes: number } {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  return { start: Number(found?.[1]), totalBytes: Number(found?.[2]) };
}

async function isComplete(options: DownloadOptions): Promise<boolean> {
  const size = await sizeOf(options.path);
  if (size === 0) return false;
  if (
    options.digest &&
    (await hashFiles([options.path], options.digest.algorithm, options.digest.encoding)) !==
      options.digest.value
  ) {
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
  const file = await open(partial, startBytes > 0 ? 'a' : 'w');
  try {
    // Written chunk by chunk, not through a buffering sink: what has arrived must lie there when the line breaks.
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      options.signal.throwIfAborted();
      await file.writeFile(chunk);
      doneBytes += chunk.length;
      options.onProgress(doneBytes, Math.max(totalBytes, doneBytes));
    }
  } catch (cause) {
    options.signal.throwIfAborted();
    if ((cause as NodeJS.ErrnoException).syscall === 'write') throw cause;
    throw interrupted(options.url, doneBytes, cause);
  } finally {
    await file.close();
  }
  if (response.headers.has('content-length') && doneBytes < totalBytes)
    throw interrupted(options.url, doneBytes);
}

async function verifyDigest(options: DownloadOptions, path: string): Promise<void> {
  const { digest } = options;
  if (!digest) return;
  const actual = await hashFiles([path], digest.algorithm, digest.encoding);
  if (actual === digest.value) return;
  await rm(path, { force: true });
  throw new SlipwayError({
    code: 'model-digest-mismatch',
    message: `${publicUrl(options.url)} has ${digest.algorithm} ${actual}, expected ${digest.value}`,
    hint: 'The file is not the one that was pinned. Check the mirror, or pull from another source.',
  });
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
    message: `${publicUrl(url)} answered with status ${status}`,
    hint:
      status === 401 || status === 403
        ? 'Set HF_TOKEN for a gated model.'
        : 'Check the name, or pull from another source.',
  });
}

function interrupted(url: string, doneBytes: number, cause?: unknown): SlipwayError {
  return new SlipwayError({
    code: 'download-interrupted',
    message: `the download of ${publicUrl(url)} was cut off after ${doneBytes} bytes`,
    hint: 'What has arrived is kept; the next try goes on from there.',
    cause,
  });
}
