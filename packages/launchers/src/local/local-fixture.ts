/**
 * A local launcher in a temporary folder, for tests.
 * Invariant: what it started is gone and the folder removed once it is disposed of.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import { type LauncherFixture, scriptedAttempt } from '../testing/launcher-fixture.ts';
import { createLocalLauncher, type LocalLauncher, type LocalLauncherOptions } from './local-launcher.ts';

export interface LocalFixture extends LauncherFixture {
  launcher: LocalLauncher;
  reopen(): Promise<LocalLauncher>;
}

/** A logger that says nothing. */
export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

export async function openLocalFixture(options: Partial<LocalLauncherOptions> = {}): Promise<LocalFixture> {
  const root = await mkdtemp(join(tmpdir(), 'slipway-launcher-'));
  const attemptsDirectory = join(root, 'attempts');
  const opened: LocalLauncher[] = [];
  const open = () => {
    const launcher = createLocalLauncher({
      directory: attemptsDirectory,
      command: { command: process.execPath, args: [scriptedAttempt] },
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      log: silentLog,
      graceMs: 3000,
      watchMs: 100,
      ...options,
    });
    opened.push(launcher);
    return launcher;
  };
  const launcher = open();
  return {
    launcher,
    reopen: () => Promise.resolve(open()),
    attemptsDirectory,
    scratchDirectory: join(root, 'scratch'),
    async dispose() {
      for (const name of await readdir(attemptsDirectory).catch(() => [])) {
        await launcher.cancel(name as AttemptId, { graceMs: 0 });
      }
      for (const one of opened) one.close();
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
