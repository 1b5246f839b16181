/**
 * The compressions of Parquet, bounded: gzip and Brotli by Node, the others by `hyparquet-compressors`.
 * Invariant: all pages of one group together unpack to at most the bound.
 * Refuses (throws `StreamFault`) what says it is larger; what unpacks to another length than it says is the caller's to refuse.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  type Compressors,
  decompressLz4,
  decompressLz4Raw,
  decompressSnappy,
  decompressZstd,
} from 'hyparquet-compressors';
import { checkFrames } from './check-zstd-frames.ts';
import { StreamFault } from './stream-fault.ts';

type Decompress = (packed: Uint8Array, numBytes: number) => Uint8Array;

const decompressors: Partial<Record<keyof Compressors, Decompress>> = {
  SNAPPY: decompressSnappy,
  GZIP: (packed, numBytes) => gunzipSync(packed, { maxOutputLength: Math.max(1, numBytes) }),
  BROTLI: (packed, numBytes) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, numBytes) }),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
  ZSTD(packed, numBytes) {
    checkFrames(packed, numBytes);
    return decompressZstd(packed, new Uint8Array(numBytes));
  },
};

/** Decompressors for one group of rows. */
export function createParquetCompressors(maxGroupBytes: number): Compressors {
  let left = maxGroupBytes;
  const bound =
    (decompress: Decompress): Decompress =>
    (packed, numBytes) => {
      left -= numBytes;
      if (!(numBytes >= 0 && left >= 0))
        throw new StreamFault('too-large', `pages unpack to more than ${maxGroupBytes} bytes`);
      return decompress(packed, numBytes);
    };
  return Object.fromEntries(
    Object.entries(decompressors).map(([codec, decompress]) => [codec, bound(decompress)]),
  );
}
