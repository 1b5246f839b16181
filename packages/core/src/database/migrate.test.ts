import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../testing/database-fixture.ts';
import { lockHome } from './lock-home.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';

const first = {
  number: 1,
  title: 'first',
  sql: 'create table one (id integer); create index one_id on one (id);',
};
const second = { number: 2, title: 'second', sql: 'insert into one values (1)' };

describeOnBothDatabases('migrate', (fixture) => {
  const countOnes = (database: Awaited<ReturnType<typeof fixture.open>>) =>
    database.scriptTransaction(async (session) => {
      const rows = await session.query('select count(*)::int as number from one');
      return rows[0]?.number;
    });

  it('applies each migration once, in order, for each owner', async () => {
    const database = await fixture.open();
    expect(await migrate(database, 'a', [first])).toEqual([1]);
    expect(await migrate(database, 'a', [first, second])).toEqual([2]);
    expect(await migrate(database, 'a', [first, second])).toEqual([]);
    expect(
      await migrate(database, 'b', [{ number: 1, title: 'other', sql: 'insert into one values (2)' }]),
    ).toEqual([1]);
    expect(await countOnes(database)).toBe(2);
  });

  it('applies each once when several start at the same time', async () => {
    const database = await fixture.open();
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database, 'a', [first, second])));
    expect(applied.flat().sort()).toEqual([1, 2]);
    expect(await countOnes(database)).toBe(1);
  });

  it('undoes a migration that fails, and goes on from there once it is mended', async () => {
    const database = await fixture.open();
    const broken = { ...second, sql: 'insert into one values (1); insert into nowhere values (1)' };
    await expect(migrate(database, 'a', [first, broken])).rejects.toThrow('nowhere');
    expect(await countOnes(database)).toBe(0);
    expect(await migrate(database, 'a', [first, second])).toEqual([2]);
  });

  it('refuses migrations that were changed, that leave gaps, and a later database', async () => {
    const database = await fixture.open();
    await migrate(database, 'a', [first, second]);
    const changed = { ...first, sql: `${first.sql} ` };
    await expect(migrate(database, 'a', [changed, second])).rejects.toMatchObject({ code: 'internal' });
    await expect(migrate(database, 'a', [second])).rejects.toMatchObject({ code: 'internal' });
    await expect(migrate(database, 'a', [first])).rejects.toMatchObject({ code: 'configuration-invalid' });
  });
});

describe('openDatabase', () => {
  it('says that a server does not answer, without its password', async () => {
    const url = 'postgres://me:hunter2@127.0.0.1:9/nowhere';
    const refused = await openDatabase({ url, directory: '/nowhere' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'database-unreachable',
      message: expect.stringContaining('127.0.0.1:9'),
      hint: expect.stringContaining('DATABASE_URL'),
      retryable: true,
    });
    expect(String(refused)).not.toContain('hunter2');
  });
});

describe('lockHome', () => {
  it('lets one server at a time open a home', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-home-'));
    try {
      const home = join(folder, 'home');
      const lock = await lockHome(home);
      await expect(lockHome(home)).rejects.toMatchObject({
        code: 'server-already-running',
        message: expect.stringContaining(`process ${process.pid}`),
      });
      await lock.release();
      await (await lockHome(home)).release();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
