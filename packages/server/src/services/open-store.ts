/**
 * The artifact store as the configuration wants it: files beneath the home, or S3.
 */
import { join } from 'node:path';
import { type CollectableStore, type Configuration, openFileStore, openS3Store } from '@slipway/core';

export function openStore({ store, home }: Configuration): CollectableStore {
  if (store.kind === 'files') return openFileStore(join(home, 'store'));
  return openS3Store({ ...store, cacheDirectory: join(home, 'store-cache') });
}
