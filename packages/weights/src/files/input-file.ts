/**
 * A file opened for reading at any offset.
 * Invariant: a read returns all bytes asked for or fails with `weights-file-truncated` naming the place; the size is taken once, at
 * opening, so that later checks of offsets are all against the same number.
 * Refuses folders and devices.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { makeWeightsError } from '../errors/weights-error.ts';

export interface InputFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Fills `into` from `offset`. @throws SlipwayError `weights-file-truncated` */
  read(offset: number, into: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw makeWeightsError('weights-file-invalid', `cannot open ${path} (${code})`, {
      hint: 'Check that the path exists and may be read.',
      cause,
    });
  }
}

/**
 * Opens a regular file for reading.
 * @throws SlipwayError `weights-file-invalid` when it does not exist, may not be read or is no regular file
 */
export async function openInputFile(path: string): Promise<InputFile> {
  const handle = await openHandle(path);
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw makeWeightsError('weights-file-invalid', `${path} is not a regular file`, { hint: 'Name a file.' });
  }
  const sizeBytes = stats.size;
  let isOpen = true;
  return {
    path,
    sizeBytes,
    async read(offset, into) {
      let filled = 0;
      while (filled < into.length) {
        const { bytesRead } = await handle.read(into, filled, into.length - filled, offset + filled);
        if (bytesRead === 0) {
          throw makeWeightsError(
            'weights-file-truncated',
            `${path} ends at byte ${offset + filled}, ${into.length - filled} bytes before the end of what was to be read there`,
          );
        }
        filled += bytesRead;
      }
    },
    async close() {
      if (isOpen) await handle.close();
      isOpen = false;
    },
  };
}
