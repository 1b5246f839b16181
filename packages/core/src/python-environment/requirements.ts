/**
 * Requirement files as what an environment is made from: all their text, and the pinned torch in it.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SlipwayError } from '@slipway/contracts';

/**
 * Text of requirement files with the files they include, in order.
 * @throws SlipwayError `python-environment-failed` where one cannot be read
 */
export async function readRequirements(files: readonly string[]): Promise<string> {
  const seen = new Set<string>();
  const texts: string[] = [];
  const read = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new SlipwayError({
        code: 'python-environment-failed',
        message: `the requirements ${path} cannot be read`,
        hint: 'The installation is not whole: fetch the repository again.',
        cause,
      });
    });
    texts.push(text);
    for (const [, included] of text.matchAll(/^\s*(?:-r|--requirement)[\s=]+(\S+)/gm)) {
      await read(resolve(dirname(path), included as string));
    }
  };
  for (const file of files) await read(resolve(file));
  return texts.join('\n');
}

/** The pinned version of torch, such as `2.13.0`; undefined where there is none. */
export function findTorchVersion(requirements: string): string | undefined {
  return /^\s*torch\s*==\s*([0-9][0-9a-zA-Z.]*)/m.exec(requirements)?.[1];
}
