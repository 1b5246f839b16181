/**
 * A lock file that dies with its process: it names its owner, and a lock whose owner is gone may be taken over.
 * Invariant: the file appears whole (linked, never written in place), so a reader never sees half an owner.
 * Refuses to guard against other machines on a shared file system.
 */
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '@slipway/contracts';
import { identifyProcess, isProcessAlive, type ProcessIdentity } from './process-identity.ts';

export interface ProcessLock {
  /** Gives the lock back. Safe to call twice. */
  release(): Promise<void>;
}

/** Two takers of one dead lock see each other's files within this time. */
const takeoverSettlesMs = 20;
const pollMs = 200;

interface LockOwner extends ProcessIdentity {
  nonce: string;
}

/**
 * Takes the lock if it is free or its owner is gone.
 * @param path the lock file; its folder must exist
 * @returns the lock, or who holds it
 */
export async function tryLock(path: string): Promise<{ lock: ProcessLock } | { owner: ProcessIdentity }> {
  const self = identifyProcess();
  invariant(self, 'a process knows itself');
  const own: LockOwner = { ...self, nonce: randomBytes(8).toString('hex') };
  for (;;) {
    if (await linkLock(path, own)) return { lock: { release: () => releaseLock(path, own) } };
    const owner = await readOwner(path);
    if (owner === 'none') continue;
    if (owner !== 'unreadable' && isProcessAlive(owner)) return { owner };
    await removeDead(path, owner);
    if (!(await linkLock(path, own))) continue;
    // Another taker may have judged the same dead lock and moved ours away meanwhile.
    await sleep(takeoverSettlesMs);
    const settled = await readOwner(path);
    if (typeof settled === 'object' && settled.nonce === own.nonce)
      return { lock: { release: () => releaseLock(path, own) } };
  }
}

/**
 * Waits for the lock.
 * @param options.onWait called once, with who holds it, when there is something to wait for
 */
export async function waitForLock(
  path: string,
  options: { signal?: AbortSignal; onWait?: (owner: ProcessIdentity) => void } = {},
): Promise<ProcessLock> {
  let hasWaited = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const taken = await tryLock(path);
    if ('lock' in taken) return taken.lock;
    if (!hasWaited) options.onWait?.(taken.owner);
    hasWaited = true;
    await sleep(pollMs, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** Who holds the lock, or undefined where no living process does. */
export async function readLockOwner(path: string): Promise<ProcessIdentity | undefined> {
  const owner = await readOwner(path);
  return typeof owner === 'object' && isProcessAlive(owner) ? owner : undefined;
}

async function linkLock(path: string, own: LockOwner): Promise<boolean> {
  const temporary = `${path}.${own.nonce}`;
  await writeFile(temporary, JSON.stringify(own));
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readOwner(path: string): Promise<LockOwner | 'none' | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
  try {
    const owner = JSON.parse(text) as LockOwner;
    return typeof owner.pid === 'number' ? owner : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Moves the dead lock away; puts it back where it turns out to be another's living one. */
async function removeDead(path: string, judged: LockOwner | 'unreadable'): Promise<void> {
  const aside = `${path}.dead-${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readOwner(aside);
  const isJudged =
    moved === judged ||
    (typeof moved === 'object' && typeof judged === 'object' && moved.nonce === judged.nonce);
  if (!isJudged) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function releaseLock(path: string, own: LockOwner): Promise<void> {
  const owner = await readOwner(path);
  if (typeof owner === 'object' && owner.nonce === own.nonce) await rm(path, { force: true });
}
