/**
 * A deterministic stand-in for chance: a number in [0, 1) that depends on the given words alone.
 * Invariant: the same on every machine and in every order of calls; even over different words (48 bits of SHA-256).
 */
import { createHash } from 'node:crypto';

/** A number in [0, 1) from the parts, which are joined so that no two lists of parts look alike. */
export function hashFraction(...parts: string[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
