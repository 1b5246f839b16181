/**
 * The unpacked bytes of an input from a position on; gzip and Zstandard are known by their first bytes.
 * Invariant: positions count unpacked bytes. A plain input is read from the position itself, a packed one is unpacked up to it.
 * Refuses (throws `StreamFault` or `GunzipFault` while reading) damage and bombs.
 */
import { gunzipBounded } from '../decode/gunzip-bounded.ts';
import { type ByteCursor, createByteCursor } from './byte-cursor.ts';
import type { ByteInput } from './byte-input.ts';
import { unpackZstd } from './unpack-zstd.ts';

const chunkBytes = 1024 * 1024;

/** @returns a cursor at `position`, or at the end of a shorter input */
export async function openCursor(input: ByteInput, position = 0): Promise<ByteCursor> {
  const [first, second, third, fourth] = await input.read(0, 4);
  if (first === 0x1f && second === 0x8b) return await skipTo(gunzipBounded(readChunks(input, 0)), position);
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd)
    return await skipTo(unpackZstd(createByteCursor(readChunks(input, 0))), position);
  return createByteCursor(readChunks(input, position), position);
}

async function skipTo(chunks: AsyncIterable<Uint8Array>, position: number): Promise<ByteCursor> {
  const cursor = createByteCursor(chunks);
  await cursor.skip(position);
  return cursor;
}

async function* readChunks(input: ByteInput, from: number): AsyncGenerator<Uint8Array> {
  for (let offset = from; ; ) {
    const chunk = await input.read(offset, chunkBytes);
    if (chunk.length === 0) return;
    offset += chunk.length;
    yield chunk;
  }
}
