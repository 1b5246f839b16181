/**
 * Documents from a stream of bytes with a name: finds the reader, unpacks gzip, turns faults of the input into reasons.
 * Invariant: throws only for faults that are not the input's; everything else is yielded as a document or a set-aside.
 */
import { GunzipFault, gunzipBounded } from '../decode/gunzip-bounded.ts';
import type { ReadResult } from '../records/set-aside.ts';
import { findReader } from './find-reader.ts';
import { type ByteSource, defaultReadLimits, type ReadLimits } from './reader.ts';

/** Reads a source (its bytes as stored, gzip or not) as the format its path names. */
export async function* readSource(
  source: ByteSource,
  limits: Partial<ReadLimits> = {},
): AsyncGenerator<ReadResult> {
  const { path } = source;
  const found = findReader(path);
  if (found === undefined) {
    return yield {
      kind: 'set-aside',
      setAside: { path, reason: 'unknown-format', detail: 'no reader for this name' },
    };
  }
  const chunks = found.isGzip ? gunzipBounded(source.chunks) : source.chunks;
  try {
    yield* found.reader.read({ path, chunks }, { ...defaultReadLimits, ...limits });
  } catch (error) {
    if (!(error instanceof GunzipFault)) throw error;
    yield { kind: 'set-aside', setAside: { path, reason: error.reason, detail: error.message } };
  }
}
