/**
 * The hold of one server on a PostgreSQL database: an advisory lock on a connection of its own.
 * Invariant: two servers never work on one database. While the hold is lost nothing is asked of the database; it is taken
 * again once the database answers, and is gone for good once another server has it.
 * A killed server's hold ends with its connection.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SlipwayError } from '@slipway/contracts';
import type pg from 'pg';

export interface DatabaseHold {
  /** Resolves where the database is held, taking it again where the connection broke. */
  ensure(): Promise<void>;
  /** Resolves once another server has taken the database; never otherwise. */
  readonly takenOver: Promise<SlipwayError>;
  release(): Promise<void>;
}

/** Two numbers that name the lock, the same for every server: "slip", "way". */
const lockKey = '1936484720, 7823737';
/** A server that was killed a moment ago may hold it for as long as its connection takes to end. */
const patienceMs = 3_000;
const pollMs = 100;
/** So that the database notices a machine that went away without a word. Not all connections know these settings. */
const noticeTheDead =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

interface HoldOptions {
  /** A client that is not connected yet. */
  makeClient(): pg.Client;
  /** The database's address, fit to be shown. */
  address: string;
}

interface HoldState {
  client: pg.Client | undefined;
  /** The server's process behind the connection that held it last: it may outlive a broken connection. */
  backend: number | undefined;
  isReleased: boolean;
  onLost(): void;
}

/** @throws SlipwayError `server-already-running` */
export async function holdPostgresql(options: HoldOptions): Promise<DatabaseHold> {
  const state: HoldState = {
    client: undefined,
    backend: undefined,
    isReleased: false,
    onLost: () => undefined,
  };
  let taking: Promise<void> | undefined;
  let ended: SlipwayError | undefined;
  let tellTakenOver: (error: SlipwayError) => void = () => undefined;
  const takenOver = new Promise<SlipwayError>((resolve) => {
    tellTakenOver = resolve;
  });
  const deadline = performance.now() + patienceMs;
  while (!(await tryTake(options, state))) {
    if (performance.now() > deadline) throw alreadyHeld(options.address);
    await sleep(pollMs);
  }
  const takeAgain = async () => {
    if (await tryTake(options, state)) return;
    ended = alreadyHeld(options.address);
    tellTakenOver(ended);
    throw ended;
  };
  const ensure = async () => {
    if (ended) throw ended;
    if (state.client || state.isReleased) return;
    taking ??= takeAgain().finally(() => {
      taking = undefined;
    });
    await taking;
  };
  // At once, and where that fails with whatever is asked next.
  state.onLost = () => {
    ensure().catch(() => undefined);
  };
  return {
    takenOver,
    ensure,
    async release() {
      state.isReleased = true;
      const { client } = state;
      state.client = undefined;
      await client?.query('select pg_advisory_unlock_all()').catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

/** @returns whether it is ours now */
async function tryTake(options: HoldOptions, state: HoldState): Promise<boolean> {
  const client = options.makeClient();
  // Also after it is connected: a broken connection must not end the process.
  client.on('error', () => undefined);
  client.on('end', () => {
    if (state.client !== client) return;
    state.client = undefined;
    state.onLost();
  });
  try {
    await client.connect();
    await client.query(noticeTheDead).catch(() => undefined);
    if (await take(client, state.backend)) {
      state.backend = await readNumber(client, 'select pg_backend_pid() as number');
      state.client = client;
      return true;
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return false;
}

async function take(client: pg.Client, ownBackend: number | undefined): Promise<boolean> {
  const ask = `select pg_try_advisory_lock(${lockKey})::int as number`;
  if ((await readNumber(client, ask)) === 1) return true;
  const holder = await readNumber(
    client,
    `select pid as number from pg_locks join pg_database on pg_database.oid = database
      where locktype = 'advisory' and (classid, objid) = (${lockKey}) and datname = current_database() and granted`,
  );
  if (ownBackend === undefined || holder !== ownBackend) return false;
  // What is left of our own broken connection.
  await client.query('select pg_terminate_backend($1)', [ownBackend]);
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await sleep(pollMs)) {
    if ((await readNumber(client, ask)) === 1) return true;
  }
  return false;
}

async function readNumber(client: pg.Client, statement: string): Promise<number | undefined> {
  const { rows } = await client.query<{ number: number }>(statement);
  return rows[0]?.number;
}

function alreadyHeld(address: string): SlipwayError {
  return new SlipwayError({
    code: 'server-already-running',
    message: `another server works on the database at ${address}`,
    hint: 'Use that one or stop it, or give this one a database of its own with DATABASE_URL.',
  });
}
