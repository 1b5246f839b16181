/**
 * A model file on this machine: a GGUF file, or a folder that holds exactly one.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SlipwayError } from '@slipway/contracts';

/**
 * @param path as the user wrote it
 * @param workingDirectory where relative paths begin
 * @throws SlipwayError `model-unavailable`
 */
export async function findLocalModel(path: string, workingDirectory: string): Promise<string> {
  const absolute = resolve(workingDirectory, path.replace(/^~(?=\/)/, homedir()));
  const entry = await stat(absolute).catch(() => undefined);
  if (!entry) throw notThere(`there is no file or folder ${absolute}`);
  if (entry.isFile()) return absolute;
  const files = (await readdir(absolute)).filter((name) => name.endsWith('.gguf')).sort();
  const [only] = files;
  if (files.length === 1 && only) return join(absolute, only);
  throw notThere(
    files.length === 0 ? `${absolute} holds no .gguf file` : `${absolute} holds several: ${files.join(', ')}`,
  );
}

/**
 * The plain file behind a path, wherever symbolic links lead.
 * @throws SlipwayError `model-unavailable` where it has gone since it was found
 */
export async function followLocalFile(path: string): Promise<string> {
  return realpath(path).catch(() => {
    throw notThere(`${path} is no longer there`);
  });
}

function notThere(message: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message,
    hint: 'Give the path of one GGUF file.',
  });
}
