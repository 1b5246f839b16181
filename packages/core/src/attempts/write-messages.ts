/**
 * Writes messages as JSON lines to an open file descriptor, each whole before it returns.
 * Invariant: one line a message. Refuses to buffer: what was written survives the process.
 */
import { writeSync } from 'node:fs';
import type { AttemptMessage } from '@slipway/contracts';

const busy = new Int32Array(new SharedArrayBuffer(4));

/** @param fd usually 1, which the launcher has turned to the messages file */
export function createMessageWriter(fd: number): (message: AttemptMessage) => void {
  let isBroken = false;
  return (message) => {
    // After a line that was cut short by a full disk, a new line keeps this message apart from its torso.
    const bytes = Buffer.from(`${isBroken ? '\n' : ''}${JSON.stringify(message)}\n`);
    isBroken = true;
    let offset = 0;
    while (offset < bytes.length) {
      try {
        offset += writeSync(fd, bytes, offset);
      } catch (error) {
        // A pipe that is full for the moment; a file never answers so.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        Atomics.wait(busy, 0, 0, 5);
      }
    }
    isBroken = false;
  };
}
