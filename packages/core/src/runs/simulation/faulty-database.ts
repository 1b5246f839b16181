/**
 * A database that fails at chosen moments, to simulate a server that is killed: before a transaction, or right after it
 * was committed. From then on nothing reaches it any more, as nothing of a dead process would.
 */
import type { Database } from '../../database/database.ts';

export type Fault = 'none' | 'before-commit' | 'after-commit';

export interface FaultyDatabase {
  database: Database;
  isDead(): boolean;
  die(): void;
}

/** @param nextFault asked at each transaction */
export function makeFaulty(database: Database, nextFault: () => Fault): FaultyDatabase {
  let isDead = false;
  const refuse = () => {
    if (isDead) throw new Error('this server was killed');
  };
  const proxy = new Proxy(database, {
    get(target, name) {
      refuse();
      if (name === 'transaction') return transaction;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

  async function transaction(work: Parameters<Database['transaction']>[0]) {
    const fault = nextFault();
    if (fault === 'before-commit') isDead = true;
    refuse();
    const result = await database.transaction(async (tx) => {
      const value = await work(tx);
      refuse();
      return value;
    });
    if (fault === 'after-commit') isDead = true;
    refuse();
    return result;
  }

  return {
    database: proxy,
    isDead: () => isDead,
    die: () => {
      isDead = true;
    },
  };
}
