/**
 * Numbered migrations, each applied once, in order, in a transaction of its own, per owner of tables.
 * Invariant: what is recorded as applied is in the schema, and the reverse. Two servers that start at once apply each once.
 * Refuses a migration that was changed after it was applied, and a database from a later version.
 */
import { createHash } from 'node:crypto';
import { invariant, SlipwayError } from '@slipway/contracts';
import type { Database, ScriptSession } from './database.ts';

export interface Migration {
  /** From 1 up without gaps. */
  number: number;
  title: string;
  /** Statements parted by semicolons; PostgreSQL's dialect, no extensions. */
  sql: string;
}

/** Any number that no one else locks: the first hexadecimal digits of SHA-256 of "slipway migrations". */
const advisoryLock = 0x8c_3b_43_e9;

const ownTable = `create table if not exists slipway_migrations (
  owner text not null,
  number integer not null,
  title text not null,
  sha256 text not null,
  applied_at timestamptz not null default now(),
  primary key (owner, number)
)`;

/**
 * Brings an owner's tables up to date.
 * @param owner whose tables they are: `lineage`, `runs`, `ledger`, ...
 * @returns numbers that were applied now
 * @throws SlipwayError `configuration-invalid` where the database was written by a later version
 */
export async function migrate(
  database: Database,
  owner: string,
  migrations: readonly Migration[],
): Promise<number[]> {
  migrations.forEach((migration, index) => {
    invariant(migration.number === index + 1, `migrations of ${owner} count from 1 without gaps`);
  });
  const applied: number[] = [];
  for (const migration of migrations) {
    const isApplied = await database.scriptTransaction(async (session) => {
      await prepare(session);
      if (await isRecorded(session, owner, migration)) return false;
      await session.run(migration.sql);
      await session.query(
        'insert into slipway_migrations (owner, number, title, sha256) values ($1, $2, $3, $4)',
        [owner, migration.number, migration.title, hashSql(migration)],
      );
      return true;
    });
    if (isApplied) applied.push(migration.number);
  }
  await database.scriptTransaction(async (session) => {
    await prepare(session);
    await refuseLater(session, owner, migrations.length);
  });
  return applied;
}

async function prepare(session: ScriptSession): Promise<void> {
  await session.query(`select pg_advisory_xact_lock(${advisoryLock})`);
  await session.run(ownTable);
}

async function isRecorded(session: ScriptSession, owner: string, migration: Migration): Promise<boolean> {
  const rows = await session.query('select sha256 from slipway_migrations where owner = $1 and number = $2', [
    owner,
    migration.number,
  ]);
  if (rows[0] === undefined) return false;
  invariant(
    rows[0].sha256 === hashSql(migration),
    `migration ${migration.number} of ${owner} is not the one that was applied`,
  );
  return true;
}

async function refuseLater(session: ScriptSession, owner: string, numKnown: number): Promise<void> {
  const rows = await session.query('select max(number) as number from slipway_migrations where owner = $1', [
    owner,
  ]);
  const latest = Number(rows[0]?.number ?? 0);
  if (latest <= numKnown) return;
  throw new SlipwayError({
    code: 'configuration-invalid',
    message: `the database was written by a later version of Slipway (${owner} ${latest}, this one knows ${numKnown})`,
    hint: 'Use that version again, or give this one another home or database.',
  });
}

function hashSql(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
