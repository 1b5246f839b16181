/**
 * Puts finished files of the scratch folder into a draft under a second name, without a second copy where the file system can.
 * Invariant: the scratch folder keeps them, so an attempt that ends before the commit leaves them to the next. Their writers only ever make
 * new files and rename them, so nothing changes a stored byte through the first name.
 */
import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** @throws the file system's error, where neither a link nor a copy can be made */
export async function takeFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    await link(source, target).catch(() => copyFile(source, target));
  }
}
