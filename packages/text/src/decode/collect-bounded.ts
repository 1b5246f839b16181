/**
 * A stream of chunks as one array of bytes, if it is not longer than a bound.
 * Invariant: never holds more than the bound and one chunk; stops reading as soon as the bound is passed.
 */

/** All bytes, or `undefined` where there are more than `maxBytes`. */
export async function collectBounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const held: Uint8Array[] = [];
  let numBytes = 0;
  for await (const chunk of chunks) {
    numBytes += chunk.length;
    if (numBytes > maxBytes) return undefined;
    held.push(chunk);
  }
  return Buffer.concat(held, numBytes);
}
