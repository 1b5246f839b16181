/**
 * Compresses a stream of bytes to one Zstandard frame, for many readers stop after the first.
 * Invariant: one stream at a time in a thread, as the library has a single state; those that wait go on by themselves.
 */
import { Zstd } from '@hpcc-js/wasm-zstd';

/** Zstandard's own default. */
const level = 3;

let last: Promise<void> = Promise.resolve();

/** Compresses `source` and hands the pieces of the frame to `write`. */
export function compressZstd(
  source: AsyncIterable<Uint8Array>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const turn = last.then(async () => {
    const zstd = await Zstd.load();
    zstd.reset();
    zstd.setCompressionLevel(level);
    for await (const piece of source) await write(zstd.compressChunk(piece));
    await write(zstd.compressEnd());
  });
  last = turn.catch(() => undefined);
  return turn;
}
