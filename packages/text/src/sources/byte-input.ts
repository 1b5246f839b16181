/**
 * Bytes at rest that can be read from anywhere: a local file, an array in memory; an object store fits the same shape.
 * Invariant: the size and the bytes do not change while it is read.
 * Refuses to interpret what it reads.
 */
import { open } from 'node:fs/promises';

export interface ByteInput {
  /** How records and people call it. */
  path: string;
  numBytes: number;
  /** Bytes from `offset`: `length` of them, fewer only where the input ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface OpenInput extends ByteInput {
  close(): Promise<void>;
}

/**
 * Opens a local file.
 * @param name what to call it, where that is not its path
 * @throws the file system's error
 */
export async function openFileInput(path: string, name = path): Promise<OpenInput> {
  const file = await open(path, 'r');
  try {
    const { size: numBytes } = await file.stat();
    return {
      path: name,
      numBytes,
      async read(offset, length) {
        const room = Math.max(0, Math.min(length, numBytes - offset));
        const bytes = Buffer.allocUnsafeSlow(room);
        for (let done = 0; done < room; ) {
          const { bytesRead } = await file.read(bytes, done, room - done, offset + done);
          if (bytesRead === 0) return bytes.subarray(0, done);
          done += bytesRead;
        }
        return bytes;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Bytes in memory as an input. */
export function bytesInput(path: string, bytes: Uint8Array): ByteInput {
  return {
    path,
    numBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}
