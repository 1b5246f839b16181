/**
 * Digest of the bytes of one or more files, as if they were joined in this order.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const chunkBytes = 1 << 20;

/** @param paths files, read in order */
export async function hashFiles(
  paths: readonly string[],
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
): Promise<string> {
  const hash = createHash(algorithm);
  for (const path of paths) {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      hash.update(chunk as Buffer);
    }
  }
  return hash.digest(encoding);
}
