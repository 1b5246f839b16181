/**
 * A file that appears whole or not at all.
 * Invariant: bytes go to a temporary name in the same folder; `commit` flushes to disk, renames and flushes the folder; `discard`
 * removes the temporary. Refuses to be written after either.
 */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeWeightsError } from '../errors/weights-error.ts';

const bufferBytes = 1 << 20;

export interface OutputFile {
  /** Bytes accepted so far: the offset at which the next write lands. */
  readonly position: number;
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file durable under its final name. */
  commit(): Promise<void>;
  /** Removes what was written. Does nothing after a commit. */
  discard(): Promise<void>;
}

function translate(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return makeWeightsError('disk-full', `no space left while writing ${path}`, { cause: error });
  }
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'EISDIR' || code === 'ENOTDIR') {
    return makeWeightsError('weights-file-invalid', `cannot write ${path} (${code})`, {
      hint: 'Check that the folder exists and may be written.',
      cause: error,
    });
  }
  return error;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Begins a file that replaces `path` when committed.
 * @throws SlipwayError `disk-full`, or `weights-file-invalid` when the folder cannot be written
 */
export async function openOutputFile(path: string): Promise<OutputFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const guard = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw translate(error, path);
    }
  };
  const handle = await guard(open(temporary, 'wx'));
  const buffer = new Uint8Array(bufferBytes);
  let buffered = 0;
  let position = 0;
  let state: 'open' | 'committed' | 'discarded' = 'open';

  const writeFully = async (bytes: Uint8Array): Promise<void> => {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, written, bytes.length - written);
      written += bytesWritten;
    }
  };
  const flush = async (): Promise<void> => {
    await writeFully(buffer.subarray(0, buffered));
    buffered = 0;
  };
  return {
    get position() {
      return position;
    },
    async write(bytes) {
      if (state !== 'open') throw new Error(`${path} is already ${state}`);
      position += bytes.length;
      if (buffered + bytes.length > bufferBytes) await guard(flush());
      if (bytes.length > bufferBytes) return guard(writeFully(bytes));
      buffer.set(bytes, buffered);
      buffered += bytes.length;
    },
    async commit() {
      if (state !== 'open') throw new Error(`${path} is already ${state}`);
      await guard(flush());
      await guard(handle.sync());
      await handle.close();
      await guard(rename(temporary, path));
      state = 'committed';
      await guard(syncFolder(dirname(path)));
    },
    async discard() {
      if (state !== 'open') return;
      state = 'discarded';
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}
