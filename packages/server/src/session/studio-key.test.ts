import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryDatabase } from '@slipway/core/testing';
import { hashSecret, openLedger } from '@slipway/gateway';
import { expect, it } from 'vitest';
import { ensureStudioKey } from './studio-key.ts';

it('the studio has a key that the ledger knows, also over a fresh database and once it was revoked', {
  timeout: 120_000,
}, async () => {
  const home = await mkdtemp(join(tmpdir(), 'slipway-studio-key-'));
  const databases = [await openMemoryDatabase(), await openMemoryDatabase()];
  const open = async (number: number) => {
    const ledger = await openLedger(databases[number] as (typeof databases)[number]);
    const secret = await ensureStudioKey({ home, ledger });
    const keys = await ledger.listSnapshotKeys();
    return { ledger, secret, known: keys.find((key) => key.sha256 === hashSecret(secret)) };
  };
  try {
    const first = await open(0);
    expect(first.known).toMatchObject({ customer: 'Slipway studio', industry: 'internal' });
    expect((await open(0)).secret).toBe(first.secret);
    const second = await open(1);
    expect(second.known).toBeDefined();
    expect(second.secret).not.toBe(first.secret);
    if (second.known) await second.ledger.revokeKey(second.known.id);
    const third = await open(1);
    expect(third.known).toBeDefined();
    expect(third.secret).not.toBe(second.secret);
  } finally {
    for (const database of databases) await database.close();
    await rm(home, { recursive: true, force: true });
  }
});
