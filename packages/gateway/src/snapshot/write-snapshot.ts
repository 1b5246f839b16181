/**
 * Writes the gateway's snapshot.
 * Invariant: readers see the old file or the new one, never a part; only the owner may read it; it is checked before it is written.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type GatewaySnapshot, gatewaySnapshot } from '@slipway/contracts';

/** Replaces the snapshot at `file`; resolves once it is durable. */
export async function writeSnapshot(file: string, snapshot: GatewaySnapshot): Promise<void> {
  const text = `${JSON.stringify(gatewaySnapshot.parse(snapshot))}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    // The name itself must survive a power cut, too: it may revoke a key.
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
