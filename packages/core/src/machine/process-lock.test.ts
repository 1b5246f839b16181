import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess, isProcessAlive } from './process-identity.ts';
import { type ProcessLock, readLockOwner, tryLock, waitForLock } from './process-lock.ts';

describe('process identity', () => {
  it('tells a living process from one that ended, and from another with its pid', async () => {
    const child = spawn('sleep', ['30'], { stdio: 'ignore' });
    const identity = identifyProcess(child.pid);
    expect(identity).toBeDefined();
    expect(identity && isProcessAlive(identity)).toBe(true);
    expect(isProcessAlive({ pid: child.pid as number, startedAt: 'another time' })).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identity && isProcessAlive(identity)).toBe(false);
  });
});

describe('process lock', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const take = async (path: string): Promise<ProcessLock | undefined> => {
    const taken = await tryLock(path);
    return 'lock' in taken ? taken.lock : undefined;
  };

  it('is held by one at a time and names its holder', async () => {
    const path = join(folder, 'lock');
    const lock = await take(path);
    expect(lock).toBeDefined();
    expect(await tryLock(path)).toEqual({ owner: expect.objectContaining({ pid: process.pid }) });
    expect(await readLockOwner(path)).toMatchObject({ pid: process.pid });
    await lock?.release();
    await lock?.release();
    expect(await readLockOwner(path)).toBeUndefined();
    expect(await take(path)).toBeDefined();
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it.each([
    ['names a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x', nonce: 'y' })],
    [
      'names a process that had our pid before',
      JSON.stringify({ pid: process.pid, startedAt: 'x', nonce: 'y' }),
    ],
    ['is empty after a loss of power', ''],
  ])('is taken over by exactly one of many where the file %s', async (_why, content) => {
    const path = join(folder, 'lock');
    await writeFile(path, content);
    const taken = await Promise.all(Array.from({ length: 8 }, () => take(path)));
    expect(taken.filter((lock) => lock !== undefined)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('is waited for, until a signal says otherwise', async () => {
    const path = join(folder, 'lock');
    const lock = await take(path);
    const waited: number[] = [];
    const waiting = waitForLock(path, { onWait: (owner) => waited.push(owner.pid) });
    const controller = new AbortController();
    const aborted = waitForLock(path, { signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toThrow();
    await lock?.release();
    await (await waiting).release();
    expect(waited).toEqual([process.pid]);
  });
});
