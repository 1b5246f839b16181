/**
 * The bytes of a packed tar as the tar itself.
 * Invariant: chunk by chunk; gzip swells to its bound and no further.
 * Refuses (throws `ArchiveFault`) damage, bombs, and Zstandard without a port.
 */
import { GunzipFault, gunzipBounded } from '../decode/gunzip-bounded.ts';
import { ArchiveFault } from './archive-fault.ts';

export type Unpack = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

export async function* unpackChunks(
  chunks: AsyncIterable<Uint8Array>,
  format: 'tar' | 'tar.gz' | 'tar.zst',
  unpackZstd: Unpack | undefined,
): AsyncGenerator<Uint8Array> {
  if (format === 'tar') yield* chunks;
  else if (format === 'tar.gz') yield* gunzip(chunks);
  else if (unpackZstd) yield* unpackZstd(chunks);
  else throw new ArchiveFault('unknown-method', 'no port for Zstandard was given');
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* gunzipBounded(chunks);
  } catch (error) {
    if (!(error instanceof GunzipFault)) throw error;
    const reason = error.reason === 'corrupt-gzip' ? 'damaged' : error.reason;
    throw new ArchiveFault(reason, error.message);
  }
}
