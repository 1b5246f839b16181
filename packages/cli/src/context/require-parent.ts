/**
 * Whether a path that an option names as a place for something new lies in a folder that is there.
 * Refuses: a path that leads nowhere, before any work is done for it; it is a slip of the pen.
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SlipwayError } from '@slipway/contracts';

/**
 * @param option as it is written, such as `--home`
 * @throws SlipwayError `argument-invalid`
 */
export async function requireParent(option: string, path: string): Promise<void> {
  const parent = dirname(resolve(path));
  const isThere = await stat(parent).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (isThere) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `${option} ${path}: there is no folder ${parent}`,
    hint: 'Correct the path, or make that folder first.',
  });
}
