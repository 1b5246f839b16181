/**
 * Documents from a file on disk.
 * Invariant: reads by streaming and closes the file whatever happens. A file that vanished, may not be read, or is none, is a reason.
 * Refuses to follow a path out of its folder; whoever lists files (`walk/`) sees to links.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ReadResult, SetAsideReason } from '../records/set-aside.ts';
import { readSource } from './read-source.ts';
import type { ReadLimits } from './reader.ts';

const reasons: Readonly<Record<string, SetAsideReason>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  EISDIR: 'not-a-file',
  ELOOP: 'symlink-loop',
  EIO: 'unreadable',
};

/**
 * Reads one file.
 * @param root the folder; only used to open the file
 * @param path relative to the folder, as documents will carry it
 */
export async function* readFileDocuments(
  root: string,
  path: string,
  limits: Partial<ReadLimits> = {},
): AsyncGenerator<ReadResult> {
  const stream = createReadStream(join(root, path), { highWaterMark: 256 * 1024 });
  try {
    yield* readSource({ path, chunks: stream as AsyncIterable<Uint8Array> }, limits);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const reason = reasons[code];
    if (reason === undefined) throw error;
    yield { kind: 'set-aside', setAside: { path, reason, detail: `cannot be read (${code})` } };
  } finally {
    stream.destroy();
  }
}
