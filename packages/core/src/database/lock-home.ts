/**
 * The lock on a home: one server at a time.
 * Invariant: the lock of a server that was killed does not stand in the way of the next one.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { type ProcessLock, tryLock } from '../machine/process-lock.ts';

/**
 * @param home folder of all state, made where missing
 * @returns the lock, to be released when the server ends
 * @throws SlipwayError `server-already-running` naming the process
 */
export async function lockHome(home: string): Promise<ProcessLock> {
  await mkdir(home, { recursive: true });
  const taken = await tryLock(join(home, 'server.lock'));
  if ('lock' in taken) return taken.lock;
  throw new SlipwayError({
    code: 'server-already-running',
    message: `a server (process ${taken.owner.pid}) already runs on ${home}`,
    hint: `Use the one that runs, stop it (kill ${taken.owner.pid}), or give this one another home with SLIPWAY_HOME.`,
  });
}
