/**
 * Puts a file under a second name without a second copy where that is safe: a hard link to one of the store's own files that nobody
 * may write, else a copy that shares its blocks where the file system can, else a plain copy.
 * Invariant: a symbolic link is followed: what comes under the second name is always a plain file.
 * Refuses to link what is writable, and what lies outside the store: its owner could change the stored bytes through the first name.
 */
import { constants } from 'node:fs';
import { copyFile, link, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';

const writableBits = 0o222;
/** Another file system, too many links, or a file system or policy without hard links. */
const noLinkCodes = new Set(['EXDEV', 'EMLINK', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * @param ownDirectory the store's folder: what lies elsewhere is copied; left out where the source is known to be the store's
 * @throws whatever the file system says; `EEXIST` where the target is there already
 */
export async function linkOrCopy(source: string, target: string, ownDirectory?: string): Promise<void> {
  const path = await realpath(source);
  if (await isSafeToLink(path, ownDirectory)) {
    try {
      await link(path, target);
      return;
    } catch (error) {
      if (!noLinkCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  await copyFile(path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}

async function isSafeToLink(path: string, ownDirectory: string | undefined): Promise<boolean> {
  if (((await stat(path)).mode & writableBits) !== 0) return false;
  return ownDirectory === undefined || path.startsWith(`${await realpath(ownDirectory)}${sep}`);
}
