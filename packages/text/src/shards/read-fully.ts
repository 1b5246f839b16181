/**
 * Reads a file at a place until an array is full. Invariant: a short read is gone on with, not taken for the end.
 */
import { readSync } from 'node:fs';
import { bytesOf } from './token-width.ts';

/** @returns whether there was enough to fill `into` */
export function readFully(descriptor: number, into: ArrayBufferView, offset: number): boolean {
  const bytes = bytesOf(into);
  for (let done = 0; done < bytes.length; ) {
    const numRead = readSync(descriptor, bytes, done, bytes.length - done, offset + done);
    if (numRead === 0) return false;
    done += numRead;
  }
  return true;
}
