/**
 * The embedded database: PGlite on a folder or, for tests, in memory.
 * Invariant: one process at a time has a folder open; committed rows survive the death of the process.
 * Refuses a folder that another living process has open.
 */
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PGlite, PGliteOptions, Transaction } from '@electric-sql/pglite';
import { SlipwayError } from '@slipway/contracts';
import { readFreeDiskBytes } from '../machine/describe-machine.ts';
import { type ProcessLock, tryLock } from '../machine/process-lock.ts';
import type { Database, Queries, ScriptSession } from './database.ts';

/** PGlite's switch that turns fsync off: committed rows are to survive a loss of power too. */
const withoutFsync = '-F';
/** A new database and its log take about 40 MB. */
const roomBytes = 64e6;

/**
 * @param directory folder of the database, made where missing; in memory where left out
 * @param options.contents a dump of another PGlite to begin with
 * @throws SlipwayError `server-already-running`, `database-unreachable`
 */
export async function openPglite(directory?: string, options: { contents?: Blob } = {}): Promise<Database> {
  const lock = directory === undefined ? undefined : await lockDirectory(directory);
  const client = await startPglite(directory, options).catch(async (cause) => {
    await lock?.release();
    throw await cannotOpen(directory, cause);
  });
  const { drizzle } = await import('drizzle-orm/pglite');
  let closing: Promise<void> | undefined;
  return Object.assign(drizzle(client) as unknown as Queries, {
    kind: 'pglite' as const,
    takenOver: new Promise<SlipwayError>(() => undefined),
    scriptTransaction: <Result>(work: (session: ScriptSession) => Promise<Result>) =>
      client.transaction((transaction) => work(toSession(transaction))),
    close: () => {
      closing ??= client.close().finally(() => lock?.release());
      return closing;
    },
  });
}

async function startPglite(directory: string | undefined, options: { contents?: Blob }): Promise<PGlite> {
  // Loaded only where a database is opened: most processes open none.
  const { PGlite } = await import('@electric-sql/pglite');
  const startParams = PGlite.defaultStartParams.filter((parameter) => parameter !== withoutFsync);
  const settings: PGliteOptions = { startParams };
  if (options.contents) settings.loadDataDir = options.contents;
  if (directory === undefined) return PGlite.create(settings);
  if (!(await isThere(directory))) {
    // A cluster that was cut off in the making could never be opened: it is made aside and shown whole.
    const aside = `${directory}.new`;
    await rm(aside, { recursive: true, force: true });
    try {
      await (await PGlite.create({ ...settings, dataDir: aside })).close();
      await rename(aside, directory);
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      throw error;
    }
  }
  return PGlite.create({ startParams, dataDir: directory });
}

async function isThere(directory: string): Promise<boolean> {
  return access(directory).then(
    () => true,
    () => false,
  );
}

async function lockDirectory(directory: string): Promise<ProcessLock> {
  await mkdir(dirname(directory), { recursive: true });
  const taken = await tryLock(`${directory}.lock`);
  if ('lock' in taken) return taken.lock;
  throw new SlipwayError({
    code: 'server-already-running',
    message: `process ${taken.owner.pid} has the database in ${directory} open`,
    hint: `Stop it first (kill ${taken.owner.pid}), or give this one another home with SLIPWAY_HOME.`,
  });
}

async function cannotOpen(directory: string | undefined, cause: unknown): Promise<SlipwayError> {
  // PGlite's own error does not say so: it ends as WebAssembly with a number.
  if (directory !== undefined && (await readFreeDiskBytes(dirname(directory))) < roomBytes) {
    return new SlipwayError({
      code: 'disk-full',
      message: `the embedded database in ${directory} does not open: its disk is full`,
      hint: `Free at least ${roomBytes / 1e6} MB there, or give another home with --home or SLIPWAY_HOME.`,
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SlipwayError({
    code: 'database-unreachable',
    message: `the embedded database in ${directory ?? 'memory'} does not open: ${reason}`,
    hint: 'See that the folder is writable; to begin anew, move it away: the artifacts in the store are found again, runs, keys and the ledger are not.',
    cause,
  });
}

function toSession(transaction: Transaction): ScriptSession {
  return {
    async run(script) {
      await transaction.exec(script);
    },
    async query(statement, parameters = []) {
      const result = await transaction.query<Record<string, unknown>>(statement, parameters);
      return result.rows;
    },
  };
}
