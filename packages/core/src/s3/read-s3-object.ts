/**
 * The bytes of one version of an object, in order, over as many connections as it takes.
 * Invariant: each byte is given once; where a connection breaks or falls silent, the next asks for what is missing and no more. The
 * version is asked for by its tag, and the answer's tag is looked at where a server does not know of the question.
 * Refuses (throws `ObjectFault`) what is gone, another or archived by now.
 */
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { ObjectFault, type ObjectRange, type PinnedObject } from '../ports/object-storage.ts';
import type { AskS3 } from './s3-client.ts';
import { tellS3Failure } from './s3-failure.ts';

/** Connections in a row that brought nothing. */
const maxFailures = 6;
const usualPauseMs = 200;
const longestPauseMs = 10_000;
const longestSilenceMs = 60_000;

/** @throws ObjectFault; the server's or the network's own error after several tries; the signal's reason */
export async function* readS3Object(
  ask: AskS3,
  object: PinnedObject,
  range: ObjectRange & { firstPauseMs?: number | undefined } = {},
): AsyncGenerator<Uint8Array> {
  const { from = 0, end = object.sizeBytes, signal, firstPauseMs = usualPauseMs } = range;
  const last = Math.min(end, object.sizeBytes);
  for (let at = from, numFailures = 0; at < last; ) {
    try {
      for await (const chunk of readRange(ask, object, { from: at, end: last, signal })) {
        numFailures = 0;
        at += chunk.length;
        yield chunk;
      }
      if (at < last) throw new BrokenLine('the answer ended early');
    } catch (error) {
      signal?.throwIfAborted();
      const fault = toFault(error);
      if (fault) throw fault;
      numFailures += 1;
      const mayPass = error instanceof BrokenLine || tellS3Failure(error) === 'network';
      if (!mayPass || numFailures > maxFailures) throw error;
      await wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (numFailures - 1)), undefined, { signal });
    }
  }
}

/** The line broke in a way that the network has no code for. */
class BrokenLine extends Error {
  readonly code = 'ECONNRESET';
}

async function* readRange(
  ask: AskS3,
  object: PinnedObject,
  { from, end, signal }: ObjectRange & { from: number; end: number },
): AsyncGenerator<Uint8Array> {
  const { bucket: Bucket, key: Key, entityTag: IfMatch, sizeBytes } = object;
  const isWhole = from === 0 && end === sizeBytes;
  const wanted = { Bucket, Key, IfMatch, ...(isWhole ? {} : { Range: `bytes=${from}-${end - 1}` }) };
  const answer = await ask(({ s3, client }) =>
    client.send(new s3.GetObjectCommand(wanted), signal ? { abortSignal: signal } : {}),
  );
  const body = answer.Body as Readable;
  const stop = () => body.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    requireSame(answer, object);
    yield* cutOut(untilSilent(body), {
      numBefore: answer.ContentRange === undefined ? from : 0,
      numBytes: end - from,
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    body.destroy();
  }
}

const plainTag = (tag: string) => tag.replace(/^W\//, '').replaceAll('"', '');

function requireSame({ ETag, ContentRange }: GetObjectCommandOutput, object: PinnedObject): void {
  const size = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
  const isSame = ETag === undefined || plainTag(ETag) === plainTag(object.entityTag);
  if (!isSame || (size !== undefined && Number(size) !== object.sizeBytes)) throw changed();
}

/** The bytes that were asked for, of a server that sends them with more around them. */
async function* cutOut(
  chunks: AsyncIterable<Uint8Array>,
  { numBefore, numBytes }: { numBefore: number; numBytes: number },
): AsyncGenerator<Uint8Array> {
  let [before, left] = [numBefore, numBytes];
  for await (const chunk of chunks) {
    const wanted = chunk.subarray(before, before + left);
    before = Math.max(0, before - chunk.length);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    if (left === 0) return;
  }
}

/** A body whose next bytes must not be awaited for ever. Time that the reader takes does not count. */
async function* untilSilent(body: Readable): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  while (true) {
    const timer = setTimeout(
      () => body.destroy(new BrokenLine(`nothing came for ${longestSilenceMs / 1000} s`)),
      longestSilenceMs,
    );
    const next = await chunks.next().finally(() => clearTimeout(timer));
    if (next.done) return;
    yield next.value;
  }
}

function toFault(error: unknown): ObjectFault | undefined {
  if (error instanceof ObjectFault) return error;
  const kind = tellS3Failure(error);
  if (kind === 'no-object') return new ObjectFault('vanished', 'was there when it was listed');
  if (kind === 'changed') return changed();
  if (kind === 'archived') return new ObjectFault('archived', 'lies in an archive; restore it first');
  return undefined;
}

function changed(): ObjectFault {
  return new ObjectFault('changed', 'was changed after it was listed');
}
