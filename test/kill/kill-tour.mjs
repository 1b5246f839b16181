// Kills a part of a small tour with SIGKILL at seeded random points, each on a fresh home, and checks that the tour still ends with the
// digests of an undisturbed one.
//   node test/kill/kill-tour.mjs [--points 50] [--seed 1]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { listProcesses } from './processes.mjs';
import { readDigests, startTour } from './tour-process.mjs';

const victims = ['server', 'attempt', 'worker', 'engine'];
const victimPatienceMs = 120_000;

/** Mulberry32: a small generator whose sequence depends on the seed alone. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs one tour undisturbed. @returns its duration and digests */
export async function runUndisturbed(home, env) {
  const startedAt = Date.now();
  const end = await startTour({ home, env }).ended;
  if (end.code !== 0) throw new Error(`the undisturbed tour ended with ${end.code}:\n${end.log}`);
  return { durationMs: Date.now() - startedAt, digests: readDigests(end.summary) };
}

/** Kills one victim after a delay; where it is the server, starts the tour again. @returns the digests in the end */
export async function runDisturbed({ home, env, victim, delayMs }) {
  let tour = startTour({ home, env });
  let hasEnded = false;
  tour.ended.then(() => {
    hasEnded = true;
  });
  await sleep(delayMs);
  const deadline = Date.now() + victimPatienceMs;
  let killed;
  while (!hasEnded && killed === undefined && Date.now() < deadline) {
    killed = listProcesses(home).find((one) => one.kind === victim);
    if (killed) process.kill(killed.pid, 'SIGKILL');
    else await sleep(20);
  }
  let end = await tour.ended;
  for (let start = 0; end.code !== 0 && start < 3 && killed?.kind === 'server'; start += 1) {
    tour = startTour({ home, env });
    end = await tour.ended;
  }
  if (end.code !== 0) throw new Error(`the tour ended with ${end.code} ${end.signal ?? ''}:\n${end.log}`);
  return { digests: readDigests(end.summary), hasKilled: killed !== undefined };
}

async function main() {
  const { values } = parseArgs({
    options: { points: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
  });
  const random = createRandom(Number(values.seed));
  const base = mkdtempSync(join(tmpdir(), 'slipway-kill-'));
  let numFailed = 0;
  try {
    const reference = await runUndisturbed(join(base, 'reference'));
    console.log(`undisturbed: ${(reference.durationMs / 1000).toFixed(0)} s`);
    for (let point = 1; point <= Number(values.points); point += 1) {
      const victim = victims[Math.floor(random() * victims.length)];
      const delayMs = Math.round(random() * reference.durationMs * 0.95);
      const home = join(base, `point-${point}`);
      const at = `${point}: ${victim} after ${(delayMs / 1000).toFixed(1)} s`;
      try {
        const { digests, hasKilled } = await runDisturbed({ home, victim, delayMs });
        const isEqual = JSON.stringify(digests) === JSON.stringify(reference.digests);
        if (!isEqual) numFailed += 1;
        console.log(
          `${at}: ${hasKilled ? 'killed' : 'ended before'}, digests ${isEqual ? 'equal' : 'DIFFER'}`,
        );
        if (!isEqual) console.log(JSON.stringify({ expected: reference.digests, actual: digests }, null, 1));
      } catch (error) {
        numFailed += 1;
        console.log(`${at}: FAILED\n${error.message}`);
      }
      rmSync(home, { recursive: true, force: true });
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
  console.log(numFailed === 0 ? 'all points passed' : `${numFailed} points failed`);
  process.exitCode = numFailed === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith('kill-tour.mjs')) await main();
