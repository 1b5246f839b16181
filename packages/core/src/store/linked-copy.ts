/**
 * Puts a file under a second name without a second copy where that is safe: a hard link to a file that nobody may write,
 * else a copy that shares its blocks where the file system can, else a plain copy.
 * Refuses to link what is writable: its owner could change the stored bytes through the first name.
 */
import { constants } from 'node:fs';
import { copyFile, link, stat } from 'node:fs/promises';

const writableBits = 0o222;
/** Another file system, too many links, or a file system or policy without hard links. */
const noLinkCodes = new Set(['EXDEV', 'EMLINK', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** @throws whatever the file system says; `EEXIST` where the target is there already */
export async function linkOrCopy(source: string, target: string): Promise<void> {
  const { mode } = await stat(source);
  if ((mode & writableBits) === 0) {
    try {
      await link(source, target);
      return;
    } catch (error) {
      if (!noLinkCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}
