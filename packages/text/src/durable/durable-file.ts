/**
 * A file that is there whole or not at all: written under a temporary name, synced, renamed.
 * Invariant: when `commit` resolves, contents and name survive a power cut; before it, whatever stood at the path still stands.
 * Refuses: to be read or to be written out of order.
 */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DurableFile {
  /** Appends bytes, all of them. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file durable under its name. */
  commit(): Promise<void>;
  /** Removes what was written, under whichever name it stands; also after a `commit` that failed, or one that others of a group did not follow. */
  discard(): Promise<void>;
}

/** Begins a file that is to stand at `path`; `path.part` is overwritten. @throws the file system's error */
export async function openDurableFile(path: string): Promise<DurableFile> {
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  let standsAt = temporary;
  return {
    async write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
        done += bytesWritten;
      }
    },
    async commit() {
      await file.datasync();
      await file.close();
      await rename(temporary, path);
      standsAt = path;
      await syncFolder(dirname(path));
    },
    async discard() {
      await file.close();
      await rm(standsAt, { force: true });
    },
  };
}

/** Writes a whole file durably. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await openDurableFile(path);
  try {
    await file.write(bytes);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
