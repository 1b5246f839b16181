/**
 * The gateway's snapshot file, read again whenever it changes.
 * Invariant: what was read whole and valid stays in force until a later one is; a file that is missing or damaged changes nothing.
 * Polls the file's identity: it is replaced by rename, which watchers of the file itself miss.
 */
import { readFile, stat } from 'node:fs/promises';
import { type GatewaySnapshot, gatewaySnapshot } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import { createKeyRing, type KeyRing } from './key-ring.ts';

export interface CurrentSnapshot {
  snapshot: GatewaySnapshot;
  keys: KeyRing;
}

export interface SnapshotWatcher {
  /** The last good one; undefined before there was any. */
  current(): CurrentSnapshot | undefined;
  /** Looks at once, instead of at the next poll. */
  refresh(): Promise<void>;
  close(): void;
}

const pollMs = 200;

/** Starts watching; resolves after the first look. */
export async function watchSnapshot(file: string, log: Logger): Promise<SnapshotWatcher> {
  let current: CurrentSnapshot | undefined;
  let identity = '';

  async function look(): Promise<void> {
    try {
      const { ino, size, mtimeMs } = await stat(file);
      const seen = `${ino}:${size}:${mtimeMs}`;
      if (seen === identity) return;
      identity = seen;
      const snapshot = gatewaySnapshot.parse(JSON.parse(await readFile(file, 'utf8')));
      current = { snapshot, keys: createKeyRing(snapshot.keys) };
      log.info('snapshot-read', { revision: snapshot.revision, numDeployments: snapshot.deployments.length });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      log.warn('snapshot-refused', { reason: error instanceof Error ? error.name : 'unknown' });
    }
  }

  let running = look();
  await running;
  const timer = setInterval(() => {
    running = running.then(look);
  }, pollMs);
  return {
    current: () => current,
    refresh() {
      running = running.then(look);
      return running;
    },
    close: () => clearInterval(timer),
  };
}
