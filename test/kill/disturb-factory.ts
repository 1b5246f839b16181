/**
 * Runs of the data factory in a process of its own, which is killed at a moment, or whose converter of files is.
 * Invariant: a disturbed run counts only if something was killed; then it is begun again until it ends. Linux only: reads /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface FactoryRun {
  input: string;
  output: string;
  tokenizer: string;
  numThreads: number;
  unitBytes: number;
}

/** `whole` is the process with all its threads, `converter` the one that it has for files of a company. */
export type FactoryVictim = 'whole' | 'converter';

/** When something is killed: within a phase of the run, how far into the time that it takes undisturbed, from 0 to 1. */
export interface KillMoment {
  phase: string;
  share: number;
}

export interface Disturbance {
  victim: FactoryVictim;
  /** One after the other; those after the first in runs that go on. */
  moments: readonly KillMoment[];
}

/** How long each phase of an undisturbed run takes, in milliseconds. */
export type PhaseTimes = Readonly<Record<string, number>>;

const script = fileURLToPath(new URL('../factory/run-factory.mjs', import.meta.url));
/** A moment at which the run is over already is drawn closer. */
const closer = 0.7;
const pollMs = 5;

interface Started {
  child: ChildProcess;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>;
  /** The phases that have begun, each with the moment it did. */
  phases: { name: string; atMs: number }[];
}

function start(run: FactoryRun): Started {
  const child = spawn(process.execPath, [script, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const phases = [{ name: 'start', atMs: performance.now() }];
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const names = text.trim().split('\n');
    phases.push(...names.map((name) => ({ name, atMs: performance.now() })));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<Awaited<Started['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, errors }));
  });
  return { child, ended, phases };
}

/** Runs to the end, undisturbed. */
export async function runToEnd(run: FactoryRun): Promise<PhaseTimes> {
  const { ended, phases } = start(run);
  const { code, signal, errors } = await ended;
  if (code !== 0) throw new Error(`the factory ended with ${code ?? signal}: ${errors}`);
  const endMs = performance.now();
  return Object.fromEntries(
    phases.map(({ name, atMs }, place) => [name, (phases[place + 1]?.atMs ?? endMs) - atMs]),
  );
}

/**
 * Runs on a fresh folder, kills, and goes on to the end.
 * @returns the phases in which something was killed
 */
export async function runDisturbedFactory(
  run: FactoryRun,
  { victim, moments }: Disturbance,
  times: PhaseTimes,
): Promise<string[]> {
  const phases: string[] = [];
  for (const { phase, share } of moments)
    for (let afterMs = share * (times[phase] ?? 0); ; afterMs *= closer) {
      if (phases.length === 0) await rm(run.output, { recursive: true, force: true });
      const killed = await killOnce(run, victim, { phase, afterMs });
      if (killed !== undefined) {
        phases.push(killed);
        break;
      }
      // A run that goes on has little left; that it ended undisturbed is no fault.
      if (phases.length > 0 || afterMs < 1) break;
    }
  await runToEnd(run);
  return phases;
}

/** @returns the phase it was in, or nothing where the run ended before */
async function killOnce(
  run: FactoryRun,
  victim: FactoryVictim,
  { phase, afterMs }: { phase: string; afterMs: number },
): Promise<string | undefined> {
  const { child, ended, phases } = start(run);
  const { pid = 0 } = child;
  let isOver = false;
  const over = ended.finally(() => {
    isOver = true;
  });
  const isDue = () =>
    victim === 'converter' ? findChildren(pid).length > 0 : phases.some(({ name }) => name === phase);
  while (!isOver && !isDue()) await sleep(pollMs);
  // A converter lives for a part of its phase only.
  await Promise.race([sleep(victim === 'converter' ? afterMs / 10 : afterMs), over]);
  const [target] = victim === 'whole' ? [pid] : findChildren(pid);
  const last = phases.at(-1)?.name;
  const isSent = !isOver && target !== undefined && kill(target);
  const { code, signal, errors } = await over;
  const isKilled = isSent && (victim === 'converter' || signal === 'SIGKILL');
  if (code !== 0 && !(isKilled && victim === 'whole'))
    throw new Error(`the factory ended with ${code ?? signal}: ${errors}`);
  return isKilled ? last : undefined;
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** The processes that one has begun, whichever thread of it did. */
function findChildren(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
