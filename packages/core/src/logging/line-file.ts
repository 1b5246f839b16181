/**
 * Where log lines go: straight into a file, each in one call.
 * Invariant: writing never throws and never keeps a line for later. What cannot be written, as on a full disk, is dropped;
 * standard error is told once, and the next line that fits begins on a line of its own.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface LineFile {
  write(line: string): void;
  close(): void;
}

const standardError = 2;
/** A pipe that is full for a moment: whoever reads it is given this long. */
const numTries = 50;
const tryPauseMs = 10;

/** @param path file to append to; standard error where left out */
export function openLineFile(path: string | undefined): LineFile {
  const descriptor = path === undefined ? standardError : openSync(path, 'a');
  let isTorn = false;
  let isTold = false;
  let isClosed = false;
  return {
    write(line) {
      // The descriptor may be of another file by then.
      if (isClosed) return;
      const bytes = Buffer.from(isTorn ? `\n${line}` : line);
      const { numWritten, error } = writeAll(descriptor, bytes);
      if (numWritten > 0) isTorn = numWritten < bytes.length;
      if (error === undefined || path === undefined || isTold) return;
      isTold = true;
      writeAll(standardError, Buffer.from(`The log ${path} cannot be written: ${error.message}\n`));
    },
    close() {
      if (path !== undefined && !isClosed) closeSync(descriptor);
      isClosed = true;
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): { numWritten: number; error?: Error } {
  let numWritten = 0;
  for (let numFailed = 0; numWritten < bytes.length; ) {
    try {
      numWritten += writeSync(descriptor, bytes, numWritten);
    } catch (error) {
      numFailed += 1;
      const isFull = (error as NodeJS.ErrnoException).code === 'EAGAIN';
      if (!isFull || numFailed > numTries) return { numWritten, error: error as Error };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, tryPauseMs);
    }
  }
  return { numWritten };
}
