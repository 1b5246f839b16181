import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../testing/database-fixture.ts';
import { databaseErrorCode } from './database-error-code.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';

const things = pgTable('things', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  body: jsonb('body').notNull(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull().defaultNow(),
});
const migrations = [
  {
    number: 1,
    title: 'things',
    sql: `create table things (id integer primary key, name text not null, body jsonb not null, made_at timestamptz not null default now());
          create index things_name on things (name);`,
  },
];

describeOnBothDatabases('a database', (fixture) => {
  it('gives back what was written, through Drizzle', async () => {
    const database = await fixture.open();
    await migrate(database, 'things', migrations);
    const madeAt = new Date('2026-01-02T03:04:05.678Z');
    await database.insert(things).values({ id: 1, name: '船台', body: { b: [1, null] }, madeAt });
    expect(await database.select().from(things)).toEqual([
      { id: 1, name: '船台', body: { b: [1, null] }, madeAt },
    ]);
  });

  it('undoes a transaction that throws, and keeps one that does not', async () => {
    const database = await fixture.open();
    await migrate(database, 'things', migrations);
    const failing = database.transaction(async (transaction) => {
      await transaction.insert(things).values({ id: 1, name: 'a', body: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const kept = await database.transaction(async (transaction) => {
      await transaction.insert(things).values({ id: 2, name: 'b', body: 2 });
      return 'kept';
    });
    expect(kept).toBe('kept');
    expect(await database.select({ id: things.id }).from(things)).toEqual([{ id: 2 }]);
  });

  it('tells a broken constraint by its SQLSTATE', async () => {
    const database = await fixture.open();
    await migrate(database, 'things', migrations);
    const insert = () => database.insert(things).values({ id: 1, name: 'a', body: 1 });
    await insert();
    const error = await insert().catch((reason: unknown) => reason);
    expect(databaseErrorCode(error)).toBe('23505');
  });

  it('keeps its rows when opened again', async () => {
    const location = await fixture.locate();
    const first = await openDatabase(location);
    await migrate(first, 'things', migrations);
    await first.insert(things).values({ id: 7, name: 'a', body: 1 });
    await first.close();
    await first.close();
    const second = await openDatabase(location);
    try {
      expect(await migrate(second, 'things', migrations)).toEqual([]);
      expect(await second.select({ id: things.id }).from(things)).toEqual([{ id: 7 }]);
    } finally {
      await second.close();
    }
  });

  it('runs many transactions at once', async () => {
    const database = await fixture.open();
    await migrate(database, 'things', migrations);
    await database.insert(things).values({ id: 1, name: 'counter', body: 0 });
    const increment = () =>
      database.transaction(async (transaction) => {
        await transaction.execute(sql`update things set body = to_jsonb((body::text)::int + 1) where id = 1`);
      });
    await Promise.all(Array.from({ length: 40 }, increment));
    expect(await database.select({ body: things.body }).from(things)).toEqual([{ body: 40 }]);
  });
});
