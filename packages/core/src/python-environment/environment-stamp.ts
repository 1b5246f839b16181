/**
 * The mark of a finished environment: where it lies and what it was made from.
 * Invariant: written whole and last; an environment without one is not there.
 */
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const environmentStamp = z.object({
  format: z.literal('slipway-environment/1'),
  directory: z.string(),
  pythonVersion: z.string(),
  torchFrom: z.string().optional(),
  /** Digests of further requirements that were installed on top. */
  additions: z.array(z.string()),
});
export type EnvironmentStamp = z.infer<typeof environmentStamp>;

/** The stamp, if the environment it speaks of is still there. */
export async function readStamp(path: string): Promise<EnvironmentStamp | undefined> {
  try {
    const stamp = environmentStamp.parse(JSON.parse(await readFile(path, 'utf8')));
    // Dangling where the Python it was made with has been removed.
    await access(interpreterOf(stamp.directory));
    return stamp;
  } catch {
    return undefined;
  }
}

export async function writeStamp(path: string, stamp: EnvironmentStamp): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, `${JSON.stringify(stamp, undefined, 2)}\n`);
  await rename(temporary, path);
}

export function interpreterOf(directory: string): string {
  return join(directory, 'bin', 'python');
}
