/**
 * Databases for tests: a fresh one each, on PGlite and, where SLIPWAY_TEST_DATABASE_URL names a server, on PostgreSQL.
 * Invariant: tests never share rows, and nothing is left behind. The address must be of a user that may create databases.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeAll, describe } from 'vitest';
import { readEnvironment } from '../configuration/read-environment.ts';
import type { Database } from '../database/database.ts';
import { type DatabaseLocation, openDatabase } from '../database/open-database.ts';
import { openPglite } from '../database/open-pglite.ts';
import { loadEmptyCluster } from './empty-cluster.ts';

/** The first of all test processes makes a cluster, on a busy machine perhaps. */
const clusterTimeoutMs = 180_000;

export interface DatabaseFixture {
  readonly kind: Database['kind'];
  /** A fresh, empty database; closed and removed after the test. In memory on PGlite. */
  open(): Promise<Database>;
  /** A place for a fresh database that may be opened again, by this or another process; removed after the test. */
  locate(): Promise<DatabaseLocation>;
}

/**
 * Declares the same tests for both databases. Those for PostgreSQL are skipped, visibly, where no server is given.
 * @param name what is tested
 * @param define declares tests with `it`, getting its databases from the fixture
 */
export function describeOnBothDatabases(name: string, define: (fixture: DatabaseFixture) => void): void {
  describe(`${name} (PGlite)`, () => define(makeFixture('pglite')));
  describe.skipIf(testServerUrl() === undefined)(`${name} (PostgreSQL)`, () =>
    define(makeFixture('postgresql')),
  );
}

/** Address of the PostgreSQL to test on, where there is one. */
export function testServerUrl(): string | undefined {
  return readEnvironment().SLIPWAY_TEST_DATABASE_URL || undefined;
}

/** A fresh in-memory PGlite. The caller closes it. */
export async function openMemoryDatabase(): Promise<Database> {
  return openPglite(undefined, { contents: await loadEmptyCluster() });
}

function makeFixture(kind: Database['kind']): DatabaseFixture {
  const cleanups: (() => Promise<void>)[] = [];
  if (kind === 'pglite') beforeAll(() => loadEmptyCluster().then(() => undefined), clusterTimeoutMs);
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });
  const locate = async (): Promise<DatabaseLocation> => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-database-'));
    cleanups.push(() => rm(directory, { recursive: true, force: true }));
    if (kind === 'pglite') {
      const location = { directory: join(directory, 'database') };
      await (await openPglite(location.directory, { contents: await loadEmptyCluster() })).close();
      return location;
    }
    const made = await makeServerDatabase();
    cleanups.push(made.remove);
    return { url: made.url, directory };
  };
  const open = async () => {
    const database = kind === 'pglite' ? await openMemoryDatabase() : await openDatabase(await locate());
    cleanups.push(() => database.close());
    return database;
  };
  return { kind, open, locate };
}

async function makeServerDatabase(): Promise<{ url: string; remove: () => Promise<void> }> {
  const server = testServerUrl();
  if (server === undefined) throw new Error('no server to test on');
  const name = `slipway_test_${randomBytes(8).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await runOnServer(server, `create database ${name}`);
  return { url: url.toString(), remove: () => runOnServer(server, `drop database ${name} with (force)`) };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
