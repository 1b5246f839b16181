/**
 * A claim on a task, so that of two processes that were given the same one the second waits until the first is done or gone.
 * Invariant: a claim is refreshed as long as its process lives. A holder that was asleep so long that another took the task over finds so
 * out at its next refresh and stops.
 * Refuses: to compare clocks of machines; a claim is stale when it is seen not to change for `staleMs`.
 */
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SlipwayError } from '@slipway/contracts';

export interface Claim {
  /** Aborted when the claim is found to be another's. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

export interface ClaimOptions {
  staleMs?: number;
  signal?: AbortSignal | undefined;
}

const refreshShare = 6;
const lookMs = 500;
const defaultStaleMs = 90_000;

/** Waits for the claim on a path. @throws the signal's reason; the file system's error */
export async function claimTask(path: string, options: ClaimOptions = {}): Promise<Claim> {
  const { staleMs = defaultStaleMs, signal } = options;
  await mkdir(dirname(path), { recursive: true });
  const owner = `${hostname()} ${process.pid} ${process.hrtime.bigint()}\n`;
  while (!(await tryClaim(path, owner))) {
    signal?.throwIfAborted();
    await waitForChange(path, { staleMs, signal });
  }
  return holdClaim(path, { owner, staleMs });
}

async function tryClaim(path: string, owner: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(owner);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Resolves when the claim is gone; removes one that is stale. */
async function waitForChange(
  path: string,
  { staleMs, signal }: { staleMs: number; signal: ClaimOptions['signal'] },
) {
  const before = await describe(path);
  if (!before) return;
  for (let waitedMs = 0; waitedMs < staleMs && !isDeadHere(before.owner); waitedMs += lookMs) {
    await wait(lookMs, undefined, { signal });
    const now = await describe(path);
    if (now?.mark !== before.mark) return;
  }
  // Renamed first, so that of many who wait one removes it, and never a younger claim than the one that was looked at.
  const taken = `${path}.${process.pid}.stale`;
  if ((await describe(path))?.mark !== before.mark) return;
  await rename(path, taken).catch(() => undefined);
  await rm(taken, { force: true });
}

async function describe(path: string): Promise<{ owner: string; mark: string } | undefined> {
  try {
    const [owner, { mtimeMs, ino }] = [await readFile(path, 'utf8'), await stat(path)];
    return { owner, mark: `${owner}${ino} ${mtimeMs}` };
  } catch {
    return undefined;
  }
}

/** Whether the holder ran on this machine and is no more. */
function isDeadHere(owner: string): boolean {
  const [host, id] = owner.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function holdClaim(path: string, { owner, staleMs }: { owner: string; staleMs: number }): Claim {
  const lost = new AbortController();
  const isOurs = async () => (await readFile(path, 'utf8').catch(() => '')) === owner;
  const refresh = async () => {
    const now = new Date();
    if (await isOurs()) await utimes(path, now, now);
    else lost.abort(takenOver(path));
  };
  const timer = setInterval(() => void refresh().catch(() => undefined), staleMs / refreshShare);
  timer.unref();
  return {
    signal: lost.signal,
    async release() {
      clearInterval(timer);
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

function takenOver(path: string): SlipwayError {
  return new SlipwayError({
    code: 'attempt-lost',
    message: `another process took the task of ${path} over`,
    hint: 'Nothing is lost: the other process goes on from where this one was.',
  });
}
