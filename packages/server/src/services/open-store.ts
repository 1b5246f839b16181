/**
 * The artifact store as the configuration wants it: files beneath the home, or S3.
 */
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { type CollectableStore, type Configuration, openFileStore } from '@slipway/core';

export function openStore(configuration: Configuration): CollectableStore {
  const { store, home } = configuration;
  if (store.kind === 'files') return openFileStore(join(home, 'store'));
  throw new SlipwayError({ code: 'configuration-invalid', message: 'the S3 store is not wired' });
}
