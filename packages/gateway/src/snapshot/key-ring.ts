/**
 * The keys of a snapshot, found by the secret that a request brings.
 * Invariant: only hashes are held; a found key is confirmed in constant time.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { GatewaySnapshot } from '@slipway/contracts';
import { WireError } from '../wire/wire-error.ts';

export type KnownKey = GatewaySnapshot['keys'][number];

export interface KeyRing {
  /** @throws WireError 401 */
  identify(authorization: string | undefined): KnownKey;
  /** A key of an earlier snapshot as it is now. @throws WireError 401 where it is no more */
  confirm(key: KnownKey): KnownKey;
}

/** SHA-256 of a key's secret in hexadecimal, as snapshots and the ledger keep it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

export function createKeyRing(keys: readonly KnownKey[]): KeyRing {
  const byHash = new Map(keys.map((key) => [key.sha256, key]));
  return {
    identify(authorization) {
      const secret = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
      if (secret === undefined) {
        throw new WireError({
          code: 'key-missing',
          message: "You didn't provide an API key. Send it in the header 'Authorization: Bearer sw-...'.",
          wireCode: 'invalid_api_key',
        });
      }
      const hash = hashSecret(secret);
      const key = byHash.get(hash);
      if (key !== undefined && timingSafeEqual(Buffer.from(key.sha256), Buffer.from(hash))) return key;
      throw incorrectKey();
    },
    confirm({ sha256 }) {
      const key = byHash.get(sha256);
      if (key === undefined) throw incorrectKey();
      return key;
    },
  };
}

function incorrectKey(): WireError {
  return new WireError({
    code: 'key-invalid',
    message: 'Incorrect API key provided. Make one with: slipway keys make NAME',
    wireCode: 'invalid_api_key',
  });
}
