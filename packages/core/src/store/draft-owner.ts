/**
 * Who is making a draft: written beside its files, so that what a dead process left can be told and swept.
 */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, isProcessAlive, type ProcessIdentity } from '../machine/process-identity.ts';

const ownerName = 'owner.json';

/** Writes this process down as the owner of a draft. */
export async function claimDraft(directory: string): Promise<void> {
  await writeFile(join(directory, ownerName), JSON.stringify(identifyProcess()));
}

/** Whether the process that makes the draft still lives. */
export async function isDraftAlive(directory: string): Promise<boolean> {
  try {
    return isProcessAlive(JSON.parse(await readFile(join(directory, ownerName), 'utf8')) as ProcessIdentity);
  } catch {
    return false;
  }
}

/**
 * Removes drafts of dead processes.
 * @param olderThanMs age before which none is touched: one just begun may have no owner written yet
 * @returns how many were removed
 */
export async function sweepDrafts(draftsDirectory: string, olderThanMs: number): Promise<number> {
  let numRemoved = 0;
  for (const name of await readdir(draftsDirectory).catch(() => [])) {
    const directory = join(draftsDirectory, name);
    const stats = await stat(directory).catch(() => undefined);
    if (!stats || Date.now() - stats.mtimeMs < olderThanMs || (await isDraftAlive(directory))) continue;
    await rm(directory, { recursive: true, force: true });
    numRemoved += 1;
  }
  return numRemoved;
}
