import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEmptyCluster } from '../testing/empty-cluster.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { openPglite } from './open-pglite.ts';

const numKills = 10;
const maxLifeMs = 800;

/** Writes rows of 20 kB, two to a transaction, and says each number once it is committed. */
const writer = `
import { openDatabase } from ${JSON.stringify(fileURLToPath(new URL('../../dist/database/open-database.js', import.meta.url)))};
const database = await openDatabase({ directory: process.argv[1] });
console.log('open');
for (let number = Number(process.argv[2]); ; number += 1) {
  await database.scriptTransaction(async (session) => {
    for (const half of ['a', 'b']) {
      await session.query('insert into written (number, half, filler) values ($1, $2, $3)', [number, half, half.repeat(20000)]);
    }
  });
  console.log(number);
}`;

/** Kills with a plain seeded generator, so that a failure can be had again. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('the embedded database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-kill-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it(`keeps every committed row when its process is killed ${numKills} times`, {
    timeout: 300_000,
  }, async () => {
    const directory = join(folder, 'database');
    const database = await openPglite(directory, { contents: await loadEmptyCluster() });
    const sql = 'create table written (number integer, half text, filler text, primary key (number, half))';
    await migrate(database, 'written', [{ number: 1, title: 'written', sql }]);
    await database.close();
    const random = makeRandom(7);
    let next = 0;
    for (let round = 0; round < numKills; round += 1) {
      // Every third kill falls into the start, and so into the recovery from the kill before.
      const life = { ms: Math.floor(random() * maxLifeMs), isFromStart: round % 3 === 2 };
      const said = await writeAndKill(directory, next, life);
      const reopened = await openDatabase({ directory });
      try {
        const rows = await reopened.scriptTransaction((session) =>
          session.query(
            'select number, count(*)::int as halves, sum(length(filler))::int as size from written group by number order by number',
          ),
        );
        const found = new Map(rows.map((row) => [row.number, row]));
        for (const number of said) expect(found.has(number), `row ${number} of round ${round}`).toBe(true);
        for (const row of rows) expect(row).toMatchObject({ halves: 2, size: 40_000 });
        next = Math.max(next - 1, ...rows.map((row) => Number(row.number))) + 1;
      } finally {
        await reopened.close();
      }
    }
    expect(next).toBeGreaterThan(numKills);
  });

  it('can be opened after its first start was cut off', { timeout: 120_000 }, async () => {
    const directory = join(folder, 'database');
    await writeAndKill(directory, 0, { ms: 900, isFromStart: true });
    const database = await openDatabase({ directory });
    await expect(openDatabase({ directory })).rejects.toMatchObject({
      code: 'server-already-running',
      message: expect.stringContaining(String(process.pid)),
      hint: expect.stringContaining('SLIPWAY_HOME'),
    });
    await database.close();
    expect(await readdir(folder)).toEqual(['database']);
  });
});

async function writeAndKill(
  directory: string,
  from: number,
  life: { ms: number; isFromStart: boolean },
): Promise<number[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, directory, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line !== 'open') said.push(Number(line));
  });
  const exited = once(child, 'exit');
  if (!life.isFromStart) await once(lines, 'line');
  await new Promise((resolve) => setTimeout(resolve, life.ms));
  child.kill('SIGKILL');
  const [code, signal] = await exited;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  return said;
}
