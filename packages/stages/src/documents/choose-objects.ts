/**
 * Which of a bucket's objects are wanted: all below a beginning of keys, one alone, or those of a pattern.
 * Invariant: a key that exists is taken by its letters, whatever marks stand in it; patterns are for what lies below.
 */
import type { BucketAddress, ObjectStorage } from '@slipway/core';
import picomatch from 'picomatch';

export interface ChosenObjects {
  bucket: string;
  /** Beginning of keys that paths are relative to: empty, or ending in a slash. */
  root: string;
  /** Beginning of the keys that are listed: the root, or as much of the pattern as is the same for all. */
  prefix: string;
  /** Whether a path below the root is asked for, `/` between names. */
  isAsked(path: string): boolean;
}

export async function chooseObjects(
  { bucket, key }: BucketAddress,
  objects: ObjectStorage,
  signal: AbortSignal,
): Promise<ChosenObjects> {
  const first = async (prefix: string) => {
    for await (const object of objects.list({ bucket, prefix, signal })) return object;
    return undefined;
  };
  const all = { bucket, isAsked: () => true };
  if (key === '' || key.endsWith('/')) return { ...all, root: key, prefix: key };
  if ((await first(key))?.key === key) {
    const root = key.slice(0, key.lastIndexOf('/') + 1);
    return { bucket, root, prefix: key, isAsked: (path) => root + path === key };
  }
  const { base, glob, isGlob } = picomatch.scan(key);
  if (!isGlob || (await first(`${key}/`))) return { ...all, root: `${key}/`, prefix: `${key}/` };
  const root = base === '' ? '' : `${base}/`;
  return { bucket, root, prefix: root + readLiteral(glob), isAsked: picomatch(glob) };
}

/** The letters before the first mark of a pattern. */
function readLiteral(glob: string): string {
  return /^[^*?[\](){}!+@|\\]*/.exec(glob)?.[0] ?? '';
}
