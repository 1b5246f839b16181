/**
 * What every part of the house sees of the database: Drizzle over PGlite or PostgreSQL, as one type.
 * Invariant: the same SQL runs on both. Refuses driver-specific calls.
 */
import type { SlipwayError } from '@slipway/contracts';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Drizzle's query builder, of the database itself or of a transaction: what functions take that work in either. */
export type Queries = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** What `database.transaction(work)` hands to its work. */
export type Transaction = Parameters<Parameters<Queries['transaction']>[0]>[0];

/** Plain SQL inside one transaction: for migrations, where several statements run at once. */
export interface ScriptSession {
  /** Runs statements parted by semicolons, without parameters. */
  run(script: string): Promise<void>;
  /** Runs one statement and returns its rows, by column name. */
  query(statement: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
}

/**
 * The open database. `transaction(work)` is all or nothing; inside it use only what is handed in: PGlite has one connection,
 * and waiting there for another would wait forever.
 */
export type Database = Queries & {
  readonly kind: 'pglite' | 'postgresql';
  /** Resolves once another server has taken the database: from then on nothing is read or written. Never on PGlite. */
  readonly takenOver: Promise<SlipwayError>;
  /** Runs plain SQL scripts in one transaction. */
  scriptTransaction<Result>(work: (session: ScriptSession) => Promise<Result>): Promise<Result>;
  /** Ends all connections. Safe to call twice. */
  close(): Promise<void>;
};
