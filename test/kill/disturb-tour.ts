/**
 * Small tours on fresh homes: one undisturbed, which tells when each kind of process lives, and ones in which a process is killed.
 * Invariant: a disturbed tour counts only if something was killed, and may be started again once at the most, where the server was it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type TourSummary, tourSummary } from '@slipway/contracts';
import { type Ended, openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { listProcesses, type Victim } from './list-processes.ts';

export interface TourOptions {
  /** Path of the base model. */
  model: string;
  /** Folder of documents. */
  documents: string;
  /** Variables of the command. */
  environment: Record<string, string>;
}

export interface UndisturbedTour {
  digests: Digests;
  /** Milliseconds after the start at which a process of the kind was seen. */
  aliveAtMs: Record<Victim, number[]>;
}

/** What each step made, by step and output. */
type Digests = Record<string, TourSummary['steps'][number]['outputs']>;

const sampleMs = 100;
const victimPatienceMs = 60_000;

const startTour = (slipway: Slipway, { model, documents }: TourOptions): Promise<Ended> =>
  slipway.run(
    ...['start', '--small', '--exit', '--json', '--port', '0'],
    ...['--model', model, '--documents', documents],
  );

function readDigests({ exitCode, output, errors }: Ended): Digests {
  if (exitCode !== 0) throw new Error(`the tour ended with ${exitCode}:\n${output}${errors}`);
  const summary = tourSummary.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  return Object.fromEntries(summary.steps.map((step) => [step.name, step.outputs]));
}

/** Runs one tour that nothing disturbs. */
export async function runUndisturbed(options: TourOptions): Promise<UndisturbedTour> {
  const slipway = await openSlipway({ environment: options.environment });
  const aliveAtMs: UndisturbedTour['aliveAtMs'] = { server: [], attempt: [], worker: [], engine: [] };
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const kinds = new Set(listProcesses(slipway.home).map((one) => one.kind));
    for (const kind of kinds) aliveAtMs[kind].push(performance.now() - startedAt);
  }, sampleMs);
  try {
    return { digests: readDigests(await startTour(slipway, options)), aliveAtMs };
  } finally {
    clearInterval(timer);
    await slipway.dispose();
  }
}

/**
 * Kills one process of a tour, the first of the kind from the moment on, and lets the tour end.
 * @returns what was made in the end; `killed` is false where no such process came any more
 */
export async function runDisturbed(
  options: TourOptions & { victim: Victim; afterMs: number },
): Promise<{ killed: boolean; digests: Digests }> {
  const { victim, afterMs } = options;
  const slipway = await openSlipway({ environment: options.environment });
  try {
    const progress = { hasEnded: false };
    const tour = startTour(slipway, options).finally(() => {
      progress.hasEnded = true;
    });
    const killed = await killOne(slipway.home, { victim, afterMs, progress });
    let ended = await tour;
    if (killed && victim === 'server') ended = await startTour(slipway, options);
    return { killed, digests: readDigests(ended) };
  } finally {
    for (const { pid } of listProcesses(slipway.home)) process.kill(pid, 'SIGKILL');
    await slipway.dispose();
  }
}

async function killOne(
  home: string,
  { victim, afterMs, progress }: { victim: Victim; afterMs: number; progress: { hasEnded: boolean } },
): Promise<boolean> {
  const from = performance.now() + afterMs;
  while (!progress.hasEnded && performance.now() < from + victimPatienceMs) {
    const isDue = performance.now() >= from;
    const found = isDue ? listProcesses(home).find((one) => one.kind === victim) : undefined;
    if (found) {
      process.kill(found.pid, 'SIGKILL');
      return true;
    }
    await sleep(10);
  }
  return false;
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws when to kill: a moment at which such a process lived in the undisturbed tour. */
export function drawMoment(victim: Victim, { aliveAtMs }: UndisturbedTour, random: () => number): number {
  const moments = aliveAtMs[victim];
  const afterMs = moments[Math.floor(random() * moments.length)];
  if (afterMs === undefined) throw new Error(`no ${victim} lived in the undisturbed tour`);
  return afterMs;
}
