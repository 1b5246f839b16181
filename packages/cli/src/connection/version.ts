/** Version of the product, as its package states it. */
import { createRequire } from 'node:module';

export const version: string = (createRequire(import.meta.url)('../../package.json') as { version: string })
  .version;
