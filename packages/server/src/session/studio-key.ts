/**
 * The key by which the studio and the tour speak to the gateway: a customer of its own, so that its usage is accounted for too.
 * Invariant: the key is in force in the ledger: where that is another database by now, or the key was revoked, it is a new one.
 */
import { hashSecret, type Ledger } from '@slipway/gateway';
import { findCredential, replaceCredential } from './credentials.ts';

/** @returns its secret */
export async function ensureStudioKey({
  home,
  ledger,
}: {
  home: string;
  ledger: Pick<Ledger, 'listSnapshotKeys' | 'makeKey'>;
}): Promise<string> {
  const known = await findCredential(home, 'studio.key');
  const hash = known === undefined ? undefined : hashSecret(known);
  const keys = await ledger.listSnapshotKeys();
  if (known !== undefined && keys.some((key) => key.sha256 === hash)) return known;
  const { secret } = await ledger.makeKey({
    customer: 'Slipway studio',
    industry: 'internal',
    label: 'studio',
  });
  await replaceCredential(home, 'studio.key', secret);
  return secret;
}
