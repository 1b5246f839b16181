/**
 * Keeps commits and the sweep of garbage apart, between processes: each draft that is becoming visible carries a mark, the sweeper
 * holds a lock. Each sets its own sign first and then looks for the other's, so never both go on.
 * Invariant: signs of dead processes hold nobody back.
 */
import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLockOwner, waitForLock } from '../machine/process-lock.ts';
import { isDraftAlive } from './draft-owner.ts';

const pollMs = 25;
const markName = 'committing';
const lockName = 'sweep.lock';

/** Runs the short part of a commit, after any sweep under way. */
export async function whileNotSweeping<Result>(
  storeDirectory: string,
  draftDirectory: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const mark = join(draftDirectory, markName);
  for (;;) {
    await writeFile(mark, '');
    if ((await readLockOwner(join(storeDirectory, lockName))) === undefined) break;
    await rm(mark, { force: true });
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(mark, { force: true });
  }
}

/** Runs a sweep while no commit is under way; commits wait until it is over. */
export async function whileNotCommitting<Result>(
  storeDirectory: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(storeDirectory, { recursive: true });
  const lock = await waitForLock(join(storeDirectory, lockName));
  try {
    while (await hasLivingCommit(join(storeDirectory, 'drafts'))) await sleep(pollMs);
    return await work();
  } finally {
    await lock.release();
  }
}

async function hasLivingCommit(draftsDirectory: string): Promise<boolean> {
  for (const name of await readdir(draftsDirectory).catch(() => [])) {
    const directory = join(draftsDirectory, name);
    const isMarked = await access(join(directory, markName)).then(
      () => true,
      () => false,
    );
    if (isMarked && (await isDraftAlive(directory))) return true;
  }
  return false;
}
