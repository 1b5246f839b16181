/**
 * A gzip stream unpacked chunk by chunk, with a bound on how much it may swell.
 * Invariant: holds a few chunks at a time, whatever the file claims; a bomb is found while it unpacks, before it fills memory.
 * Refuses (throws `GunzipFault`) damaged or truncated data and what swells beyond the ratio; chunks already yielded stay good.
 */
import { createGunzip, type Gunzip } from 'node:zlib';

/** Deflate can reach 1032:1; text and even repetitive logs stay far below 200:1. */
const maxInflationRatio = 200;
/** Small files may swell freely up to this size, in bytes. */
const freeOutputBytes = 8 * 1024 * 1024;

export class GunzipFault extends Error {
  readonly reason: 'corrupt-gzip' | 'decompression-bomb';
  constructor(reason: 'corrupt-gzip' | 'decompression-bomb', message: string) {
    super(message);
    this.name = 'GunzipFault';
    this.reason = reason;
  }
}

/**
 * Unpacks a stream of gzip bytes (one or more members).
 * @throws GunzipFault where the data is damaged or swells beyond 200:1
 */
export async function* gunzipBounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let numInputBytes = 0;
  let inputError: unknown;
  const feed = async () => {
    try {
      for await (const chunk of chunks) {
        numInputBytes += chunk.length;
        if (gunzip.destroyed) return;
        if (!gunzip.write(chunk)) await waitForDrain(gunzip);
      }
      gunzip.end();
    } catch (error) {
      inputError = error;
      gunzip.destroy();
    }
  };
  const feeding = feed();
  let numOutputBytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      numOutputBytes += chunk.length;
      const allowed = Math.max(freeOutputBytes, numInputBytes * maxInflationRatio);
      if (numOutputBytes > allowed) {
        throw new GunzipFault(
          'decompression-bomb',
          `unpacks to more than ${maxInflationRatio} times its size`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (inputError !== undefined) throw inputError;
    if (error instanceof GunzipFault) throw error;
    throw new GunzipFault('corrupt-gzip', error instanceof Error ? error.message : String(error));
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** Resolves when the stream takes more, and also when it was destroyed meanwhile. */
function waitForDrain(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      gunzip.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    gunzip.on('drain', done).on('close', done).on('error', done);
  });
}
