/**
 * SHA-256 in the form in which the house writes digests.
 * Invariant: `sha256:` and 64 hexadecimal digits; strings are hashed as their UTF-8 bytes.
 */
import { createHash } from 'node:crypto';

/** The digest of bytes, or of a string's UTF-8 bytes. */
export function digestBytes(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
