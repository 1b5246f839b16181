/**
 * What a reader of one format is, and the bounds all of them keep.
 * Invariant: a reader yields each document, or the reason why there is none, in the order of the input, and holds one document at a time.
 * Refuses to know where bytes come from: a file, an archive and a test look alike.
 */
import type { Format } from '../records/document.ts';
import type { ReadResult } from '../records/set-aside.ts';

export interface ByteSource {
  /** Relative path as documents will carry it. */
  path: string;
  /** Unpacked bytes in order; read at most once. */
  chunks: AsyncIterable<Uint8Array>;
}

export interface ReadLimits {
  /** Largest document (whole file, or one line of JSONL) in unpacked bytes. */
  maxBytes: number;
}

export const defaultReadLimits: ReadLimits = { maxBytes: 32 * 1024 * 1024 };

export interface Reader {
  format: Format;
  /** Lower-case, with the dot. */
  extensions: readonly string[];
  read(source: ByteSource, limits: ReadLimits): AsyncGenerator<ReadResult>;
}
