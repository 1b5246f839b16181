/**
 * The snapshot where reading it fails for a moment: a revoked key must not stay valid over it.
 */
import files, { mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@slipway/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../testing/open-test-gateway.ts';
import { hashSecret } from './key-ring.ts';
import { identifyKey, watchSnapshot } from './watch-snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

let directory: string;
afterEach(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  await rm(directory, { recursive: true });
});

describe('snapshot watcher', () => {
  it('reads a file again that could not be read at the first time, and warns once', async () => {
    directory = await mkdtemp(join(tmpdir(), 'slipway-snapshot-'));
    const file = join(directory, 'gateway.json');
    const snapshot = { format: 'slipway-gateway/1' as const, keys: [], deployments: [] };
    await writeSnapshot(file, { ...snapshot, revision: 1 });
    const warn = vi.fn();
    const changes: number[] = [];
    const watcher = await watchSnapshot(file, {
      log: { ...silentLog, warn },
      onChange: ({ revision }) => changes.push(revision),
    });
    await writeSnapshot(file, { ...snapshot, revision: 2 });
    const busy = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    const read = vi.spyOn(files, 'readFile').mockRejectedValue(busy);
    syncBuiltinESMExports();
    for (let look = 0; look < 2; look += 1) await watcher.refresh();
    expect(watcher.current()?.snapshot.revision).toBe(1);
    read.mockRestore();
    syncBuiltinESMExports();
    await watcher.refresh();
    watcher.close();
    expect(watcher.current()?.snapshot.revision).toBe(2);
    expect(changes).toEqual([1, 2]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('knows a key that was made a moment ago, and refuses others', async () => {
    directory = await mkdtemp(join(tmpdir(), 'slipway-snapshot-'));
    const file = join(directory, 'gateway.json');
    const snapshot = { format: 'slipway-gateway/1' as const, keys: [], deployments: [] };
    await writeSnapshot(file, { ...snapshot, revision: 1 });
    const watcher = await watchSnapshot(file, { log: silentLog });
    const key = {
      id: newId('key'),
      sha256: hashSecret('sw-new'),
      customerId: newId('customer'),
      customer: 'Test',
      industry: 'internal',
    };
    await writeSnapshot(file, { ...snapshot, revision: 2, keys: [key] });
    expect(await identifyKey(watcher, 'Bearer sw-new')).toMatchObject({ key, snapshot: { revision: 2 } });
    await expect(identifyKey(watcher, 'Bearer sw-other')).rejects.toMatchObject({ code: 'key-invalid' });
    await expect(identifyKey(watcher, undefined)).rejects.toMatchObject({ code: 'key-missing' });
    watcher.close();
  });
});
