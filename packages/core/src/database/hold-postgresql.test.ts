import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type SQL, sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../testing/database-fixture.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';

const opener = `
import { openDatabase } from ${JSON.stringify(fileURLToPath(new URL('../../dist/database/open-database.js', import.meta.url)))};
await openDatabase(JSON.parse(process.argv[1]));
console.log('open');
setInterval(() => undefined, 1000);`;

const cutConnections = sql`select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'slipway' and pid <> pg_backend_pid()`;
const findHolder = sql`select max(pid)::int as number from pg_locks where locktype = 'advisory' and granted
  and database = (select oid from pg_database where datname = current_database())`;
const countHolds = sql`select count(*)::int as number from pg_locks where locktype = 'advisory' and granted
  and database = (select oid from pg_database where datname = current_database())`;

async function readNumber(database: Database, query: SQL): Promise<unknown> {
  const { rows } = (await database.execute(query)) as unknown as { rows: { number: number }[] };
  return rows[0]?.number;
}

describeOnBothDatabases('a database that is held', (fixture) => {
  it('is opened by one server at a time, and is free once that one was killed', {
    timeout: 60_000,
  }, async () => {
    const location = await fixture.locate();
    const script = ['--input-type=module', '-e', opener, JSON.stringify(location)];
    const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: child.stdout }), 'line');
    await expect(openDatabase(location)).rejects.toMatchObject({
      code: 'server-already-running',
      hint: expect.stringMatching(/DATABASE_URL|SLIPWAY_HOME/),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const database = await openDatabase(location);
    expect(await readNumber(database, sql`select 1 as number`)).toBe(1);
    await database.close();
  });

  it.runIf(fixture.kind === 'postgresql')(
    'is held again after all connections broke',
    {
      timeout: 60_000,
    },
    async () => {
      const location = await fixture.locate();
      const database = await openDatabase(location);
      const before = await readNumber(database, findHolder);
      await database.execute(cutConnections);
      // A connection that is told to end holds the lock for a moment more.
      const isHeldAnew = async () => {
        const holder = await readNumber(database, findHolder);
        return typeof holder === 'number' && holder !== before;
      };
      await expect.poll(() => isHeldAnew().catch(String)).toBe(true);
      await expect(openDatabase(location)).rejects.toMatchObject({ code: 'server-already-running' });
      await database.close();
    },
  );

  it.runIf(fixture.kind === 'postgresql')(
    'is asked nothing more once another server has it',
    {
      timeout: 60_000,
    },
    async () => {
      const location = await fixture.locate();
      const first = await openDatabase(location);
      const other = new pg.Client({ connectionString: location.url });
      await other.connect();
      const { rows } = await other.query<{ key: string }>(
        `select classid || ', ' || objid as key from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      );
      // It stands in the queue for the lock, so that it comes first when the first server loses it.
      const taking = other.query(`select pg_advisory_lock(${rows[0]?.key})`);
      await first.execute(cutConnections);
      await taking;
      await expect.poll(() => readNumber(first, countHolds).catch(describeCause)).toContain('another server');
      expect(await first.takenOver).toMatchObject({ code: 'server-already-running' });
      await first.close();
      await other.end();
    },
  );
});

/** Drizzle wraps what a query failed of. */
function describeCause(error: Error): string {
  return String(error.cause ?? error);
}
