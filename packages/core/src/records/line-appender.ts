/**
 * Appends whole lines to a file that may end in a torn one, be it by a crash or by a write that failed half way.
 * Invariant: a line begins on a line of its own: before the next one a torn line is closed, and readers skip it. Bytes once written are
 * never taken back, for a reader may have counted them.
 */
import type { FileHandle } from 'node:fs/promises';

export interface LineAppender {
  /** Appends lines, each with its end; calls must not overlap. @returns how many bytes the file has grown by */
  append(lines: string): Promise<number>;
}

/** @param file opened for reading and appending, or new */
export async function createLineAppender(file: FileHandle): Promise<LineAppender> {
  let isTorn = await endsTorn(file);
  return {
    async append(lines) {
      const bytes = Buffer.from(isTorn ? `\n${lines}` : lines);
      // How much of a failed write has arrived is not known.
      isTorn = true;
      await file.appendFile(bytes);
      isTorn = false;
      return bytes.length;
    },
  };
}

async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const end = Buffer.alloc(1);
  await file.read(end, 0, 1, size - 1);
  return end[0] !== 0x0a;
}
