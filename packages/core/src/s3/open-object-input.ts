/**
 * An object as bytes that can be read from anywhere, with one connection for as long as reading goes on in order.
 * Invariant: reads are answered one after the other; memory is bounded by what is asked for and a chunk of the connection.
 * Refuses an object that is gone or another since it was listed.
 */
import { SlipwayError } from '@slipway/contracts';
import { ObjectFault, type ObjectStorage, type PinnedObject } from '../ports/object-storage.ts';
import { formatBucketAddress } from './bucket-address.ts';

export interface ObjectInput {
  path: string;
  numBytes: number;
  /** Bytes from `offset`: `length` of them, fewer only where the object ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @param name what records and people call it */
export function openObjectInput(objects: ObjectStorage, object: PinnedObject, name: string): ObjectInput {
  const { sizeBytes } = object;
  let stream: ByteStream | undefined;
  /** Where the read before ended. */
  let reached = -1;
  let before: Promise<unknown> = Promise.resolve();
  const close = async () => {
    const ending = stream;
    stream = undefined;
    await ending?.close();
  };
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const end = Math.min(sizeBytes, offset + length);
    if (end <= offset) return new Uint8Array(0);
    if (stream && offset !== reached) await close();
    // What begins where the read before ended is a reader on its way through the object; other reads look for a place in it.
    const isOnItsWay = offset === reached;
    reached = -1;
    if (isOnItsWay) stream ??= openByteStream(objects.read(object, { from: offset }));
    const source =
      isOnItsWay && stream ? stream : openByteStream(objects.read(object, { from: offset, end }));
    try {
      const bytes = await source.take(end - offset);
      if (bytes.length < end - offset)
        throw new ObjectFault('changed', 'is shorter than it was when it was listed');
      reached = end;
      return bytes;
    } catch (error) {
      // What failed is held no longer, so that it is closed below.
      stream = undefined;
      throw error;
    } finally {
      if (source !== stream) await source.close();
    }
  };
  return {
    path: name,
    numBytes: sizeBytes,
    read(offset, length) {
      const answer = before
        .then(() => read(offset, length))
        .catch((error: unknown) => {
          throw explainFault(error, object);
        });
      before = answer.catch(() => undefined);
      return answer;
    },
    close: () => before.then(close),
  };
}

interface ByteStream {
  take(numBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

function openByteStream(chunks: AsyncIterable<Uint8Array>): ByteStream {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  return {
    async take(numBytes) {
      const bytes = Buffer.allocUnsafeSlow(numBytes);
      for (let done = 0; done < numBytes; ) {
        if (held.length === 0) {
          const { value, done: isOver } = await iterator.next();
          if (isOver) return bytes.subarray(0, done);
          held = value;
        }
        const some = held.subarray(0, numBytes - done);
        bytes.set(some, done);
        done += some.length;
        held = held.subarray(some.length);
      }
      return bytes;
    },
    async close() {
      await iterator.return?.();
    },
  };
}

function explainFault(error: unknown, object: PinnedObject): unknown {
  if (!(error instanceof ObjectFault)) return error;
  return new SlipwayError({
    code: 'documents-changed',
    message: `${formatBucketAddress(object)} ${error.message}`,
    hint:
      error.reason === 'archived'
        ? 'Restore the object, or leave it out.'
        : 'Make the plan again in another folder: it names the objects as they are now.',
  });
}
