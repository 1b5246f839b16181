// Finds a PostgreSQL for the tests that run on PGlite and on a real server alike: SLIPWAY_TEST_DATABASE_URL if it is
// set, else the usual local one if it lets user `postgres` in without a password.
// Refuses: to start or to change a server.

import { createRequire } from 'node:module';
import { join } from 'node:path';

const localUrl = 'postgres://postgres@127.0.0.1:5432/postgres';

async function canConnect(root, url) {
  const { Client } = createRequire(join(root, 'packages/core/package.json'))('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The address of the server to test on, or `undefined`. */
export async function findTestDatabase({ root, environment }) {
  if (environment.SLIPWAY_TEST_DATABASE_URL) return environment.SLIPWAY_TEST_DATABASE_URL;
  return (await canConnect(root, localUrl)) ? localUrl : undefined;
}
