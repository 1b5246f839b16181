/**
 * How many threads decode fastest and how many read prompts fastest, on this machine and for this model.
 * Invariant: candidates take turns, so that a noisy neighbour hits all alike, and medians are compared; fewer threads win unless more are
 * clearly faster. A result is kept by model, processor and number of cores.
 * Refuses to trust a damaged cache file: it is measured again.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ThreadCounts } from './batch-order.ts';

const threadCounts = z.object({ decode: z.number().int().positive(), prompt: z.number().int().positive() });
const calibrations = z.record(z.string(), threadCounts);

/** One trial: resolves to the time it took with so many threads, in milliseconds. */
export type Trial = (kind: keyof ThreadCounts, threads: number) => Promise<number>;

export interface CalibrateThreadsOptions {
  /** Names the model; equal names share a calibration. */
  modelKey: string;
  trial: Trial;
  /** JSON file that keeps results; without one each load measures. */
  file?: string;
  budgetMs?: number;
}

/** More threads must save at least this share of the time: they also take it from everyone else. */
const neededGain = 0.07;
const maxRounds: ThreadCounts = { decode: 12, prompt: 5 };

/** Finds the thread counts, from the file where they are known. */
export async function calibrateThreads(options: CalibrateThreadsOptions): Promise<ThreadCounts> {
  const key = `${options.modelKey}|${cpus()[0]?.model ?? 'unknown'}|${cpus().length}`;
  const known = options.file === undefined ? {} : await readCalibrations(options.file);
  const found = known[key];
  if (found !== undefined) return found;
  const budgetMs = options.budgetMs ?? 2500;
  const measured: ThreadCounts = {
    decode: await findFastest('decode', options.trial, budgetMs * 0.3),
    prompt: await findFastest('prompt', options.trial, budgetMs * 0.7),
  };
  if (options.file !== undefined) {
    // Read once more: another engine may have written meanwhile.
    await writeCalibrations(options.file, { ...(await readCalibrations(options.file)), [key]: measured });
  }
  return measured;
}

/** 1, 2, 4, ... and the number of cores. */
export function listCandidates(numCores: number): number[] {
  const candidates: number[] = [];
  for (let count = 1; count < numCores; count *= 2) candidates.push(count);
  return [...candidates, Math.max(1, numCores)];
}

async function findFastest(kind: keyof ThreadCounts, trial: Trial, budgetMs: number): Promise<number> {
  const candidates = listCandidates(cpus().length);
  if (candidates.length === 1) return 1;
  const times = new Map(candidates.map((count) => [count, [] as number[]]));
  const endsAt = performance.now() + budgetMs;
  for (const count of candidates) await trial(kind, count);
  for (let round = 0; round < maxRounds[kind] && (round < 2 || performance.now() < endsAt); round += 1) {
    for (const count of candidates) times.get(count)?.push(await trial(kind, count));
  }
  return chooseThreads(times);
}

/** The smallest number of threads whose median is not clearly beaten by a larger number. */
export function chooseThreads(times: ReadonlyMap<number, readonly number[]>): number {
  let chosen = 1;
  let best = Number.POSITIVE_INFINITY;
  for (const [count, values] of [...times].sort(([a], [b]) => a - b)) {
    const sorted = [...values].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
    if (median < best * (1 - neededGain)) {
      best = median;
      chosen = count;
    }
  }
  return chosen;
}

async function readCalibrations(file: string): Promise<z.infer<typeof calibrations>> {
  try {
    return calibrations.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

async function writeCalibrations(file: string, content: z.infer<typeof calibrations>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`);
  await rename(temporary, file);
}
