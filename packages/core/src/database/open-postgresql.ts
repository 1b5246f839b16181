/**
 * A real PostgreSQL server behind a pool of connections.
 * Invariant: an idle connection that breaks never ends the process; the pool makes a new one. One server at a time works on a
 * database. Refuses to start where the server does not answer, and keeps the password out of messages.
 */
import { isSlipwayError, SlipwayError } from '@slipway/contracts';
import type pg from 'pg';
import type { Database, Queries, ScriptSession } from './database.ts';
import { type DatabaseHold, holdPostgresql } from './hold-postgresql.ts';

const connectTimeoutMs = 10_000;
const maxConnections = 10;

/**
 * @param url postgres://user:password@host:port/database
 * @throws SlipwayError `database-unreachable`, `server-already-running`
 */
export async function openPostgresql(url: string): Promise<Database> {
  // Loaded only where a server is used: most processes use none.
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'slipway',
  };
  const { pool, hold } = await open(url, settings);
  let closing: Promise<void> | undefined;
  return Object.assign(drizzle(pool) as unknown as Queries, {
    kind: 'postgresql' as const,
    takenOver: hold.takenOver,
    scriptTransaction: <Result>(work: (session: ScriptSession) => Promise<Result>) =>
      runTransaction(pool, work),
    close: () => {
      closing ??= pool.end().finally(() => hold.release());
      return closing;
    },
  });
}

async function open(url: string, settings: pg.PoolConfig): Promise<{ pool: pg.Pool; hold: DatabaseHold }> {
  const { default: driver } = await import('pg');
  try {
    const hold = await holdPostgresql({
      makeClient: () => new driver.Client({ ...settings, keepAlive: true }),
      address: maskPassword(url),
    });
    const pool = new driver.Pool({ ...settings, max: maxConnections });
    // Broken idle connections are replaced by the pool; the next query reports what is still wrong.
    pool.on('error', () => undefined);
    askOnlyWhileHeld(pool, hold);
    return { pool, hold };
  } catch (cause) {
    throw isSlipwayError(cause) ? cause : unreachable(url, cause);
  }
}

type Connected = Parameters<Parameters<pg.Pool['connect']>[0]>;

/** All that is asked goes through `connect`, queries of the pool itself too. */
function askOnlyWhileHeld(pool: pg.Pool, hold: DatabaseHold): void {
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
  const connectHeld = (callback?: (...answer: Connected) => void) => {
    const client = hold.ensure().then(connect);
    if (callback === undefined) return client;
    client.then(
      (one) => callback(undefined, one, (broken) => one.release(broken)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  };
  pool.connect = connectHeld as pg.Pool['connect'];
}

async function runTransaction<Result>(
  pool: pg.Pool,
  work: (session: ScriptSession) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(toSession(client));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    const isBroken = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.release(isBroken);
    throw error;
  }
}

function toSession(client: pg.PoolClient): ScriptSession {
  return {
    async run(script) {
      await client.query(script);
    },
    async query(statement, parameters = []) {
      const result = await client.query<Record<string, unknown>>(statement, parameters);
      return result.rows;
    },
  };
}

function unreachable(url: string, cause: unknown): SlipwayError {
  const errors = cause instanceof AggregateError ? cause.errors : [cause];
  const reason = errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; ');
  return new SlipwayError({
    code: 'database-unreachable',
    message: `PostgreSQL at ${maskPassword(url)} does not answer: ${reason}`,
    hint: 'See that the server runs and that DATABASE_URL names it, or leave DATABASE_URL out to use the embedded database.',
    cause,
  });
}

/** The address without its password. */
export function maskPassword(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password) parsed.password = '***';
    return parsed.toString();
  } catch {
    return '(an address that cannot be read)';
  }
}
