/**
 * Whether a file lies at a path.
 */
import { stat } from 'node:fs/promises';

/** Asks the file system; an unreadable path counts as not there. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
