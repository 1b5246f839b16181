/**
 * The gateway's snapshot file, read again whenever it changes.
 * Invariant: what was read whole and valid stays in force until a later one is; a file that is missing or damaged changes nothing. A file
 * that could not be read is tried again at every poll, for it may revoke a key.
 * Polls the file's identity: it is replaced by rename, which watchers of the file itself miss.
 */
import { readFile, stat } from 'node:fs/promises';
import { type GatewaySnapshot, gatewaySnapshot, SlipwayError } from '@slipway/contracts';
import type { Logger } from '@slipway/core';
import { WireError } from '../wire/wire-error.ts';
import { createKeyRing, type KeyRing, type KnownKey } from './key-ring.ts';

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

/** @throws SlipwayError `deployment-not-ready` before there was a good snapshot */
export function requireCurrent(snapshots: SnapshotWatcher): CurrentSnapshot {
  const current = snapshots.current();
  if (current) return current;
  throw new SlipwayError({
    code: 'deployment-not-ready',
    message: 'The gateway has not been told of any deployment yet',
    hint: 'try again in a moment',
  });
}

/**
 * The key of a request. One that is not known may have been made a moment ago: it is looked for once more in the file before it is refused.
 * @returns with it the snapshot that knows it
 * @throws WireError 401; SlipwayError `deployment-not-ready` before there was a good snapshot
 */
export async function identifyKey(
  snapshots: SnapshotWatcher,
  authorization: string | undefined,
): Promise<{ key: KnownKey; snapshot: GatewaySnapshot }> {
  const find = () => {
    const { keys, snapshot } = requireCurrent(snapshots);
    return { key: keys.identify(authorization), snapshot };
  };
  try {
    return find();
  } catch (error) {
    if (!(error instanceof WireError) || error.code !== 'key-invalid') throw error;
  }
  await snapshots.refresh();
  return find();
}

const pollMs = 200;

export interface SnapshotWatchOptions {
  log: Logger;
  /** Told of each snapshot that comes into force. */
  onChange?: (snapshot: GatewaySnapshot) => void;
}

/** Starts watching; resolves after the first look. */
export async function watchSnapshot(
  file: string,
  { log, onChange }: SnapshotWatchOptions,
): Promise<SnapshotWatcher> {
  let current: CurrentSnapshot | undefined;
  /** The file that was dealt with, and the one that was complained of. */
  let settled = '';
  let refused = '';

  async function look(): Promise<void> {
    let identity = '';
    try {
      const { ino, size, mtimeMs } = await stat(file);
      identity = `${ino}:${size}:${mtimeMs}`;
      if (identity === settled) return;
      const text = await readFile(file, 'utf8');
      // What was read whole will not become better by being read again.
      settled = identity;
      const snapshot = gatewaySnapshot.parse(JSON.parse(text));
      current = { snapshot, keys: createKeyRing(snapshot.keys) };
      log.info('snapshot-read', { revision: snapshot.revision, numDeployments: snapshot.deployments.length });
      onChange?.(snapshot);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || identity === refused) return;
      refused = identity;
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
