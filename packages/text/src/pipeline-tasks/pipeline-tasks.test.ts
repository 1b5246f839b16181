import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { prose, writeByteTokenizer, writeInput } from '../pipeline/__fixtures__/pipeline-input.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import type { InputFile } from '../pipeline/plan-units.ts';
import { type PipelineOptions, runPipeline } from '../pipeline/run-pipeline.ts';
import { claimTask } from './claim-task.ts';
import { runTask } from './run-task.ts';
import {
  listPhases,
  listTaskUnits,
  planTasks,
  readTaskPlan,
  type TaskPlan,
  writeTaskPlan,
} from './task-plan.ts';

// Processes and threads are started anew for every task.
vi.setConfig({ testTimeout: 900_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-tasks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const recipe: PipelineRecipe = { ...defaultPipelineRecipe, quality: { '*': 'gopher' } };
const script = fileURLToPath(new URL('./__fixtures__/run-task-process.mjs', import.meta.url));
const run = promisify(execFile);
const shape = { unitBytes: 20_000, shardTokens: 17_000 };

async function plan(options: Partial<Parameters<typeof planTasks>[0]> = {}): Promise<TaskPlan> {
  const [files, tokenizer] = [await writeInput(folder), await writeByteTokenizer(folder)];
  return planTasks({ files, recipe, tokenizer, ...shape, numTasks: 5, numRanges: 3, ...options });
}

async function runWhole(options: Partial<PipelineOptions> = {}): Promise<void> {
  await runPipeline({
    files: await writeInput(folder),
    recipe,
    tokenizer: await writeByteTokenizer(folder),
    folder: join(folder, 'whole'),
    numThreads: 1,
    sortMemoryBytes: 1 << 20,
    ...shape,
    ...options,
  });
}

/** Parts, shards and card by name, each with its digest. */
async function digestResult(out: string): Promise<Record<string, string>> {
  const names = [
    ...(await readdir(join(folder, out, 'parts'))).map((name) => join('parts', name)),
    ...(await readdir(join(folder, out, 'shards')).catch(() => [])).map((name) => join('shards', name)),
    ...(await readdir(join(folder, out, 'trimmed'), { recursive: true }).catch(() => []))
      .filter((name) => name.endsWith('.part'))
      .map((name) => join('trimmed', name)),
    'card.json',
  ].sort();
  const digest = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(folder, out, name)))
      .digest('hex');
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digest(name)])));
}

/** An order that looks like none, the same each time. */
const shuffled = (count: number) =>
  Array.from({ length: count }, (_, place) => place).sort((a, b) => ((a * 7 + 3) % 5) - ((b * 7 + 3) % 5));

test('tasks in processes, in any order, one killed and one given twice, make what a single run makes', async () => {
  await runWhole();
  const tasks = await plan();
  const path = await writeTaskPlan(join(folder, 'out'), tasks);
  const start = async (phase: string, task: number) =>
    (await run(process.execPath, [script, path, phase, String(task)])).stdout;

  const killed = spawn(process.execPath, [script, path, 'scan', '2'], { stdio: 'ignore' });
  const claim = join(folder, 'out', 'tasks', 'scan-00002.claim');
  while (!(await stat(claim).catch(() => undefined))) await wait(20);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('exit', resolve));

  for (const { phase, numTasks } of listPhases(tasks)) {
    const order = shuffled(numTasks);
    for (let at = 0; at < order.length; at += 2)
      expect(await Promise.all(order.slice(at, at + 2).map((task) => start(phase, task)))).not.toContain(
        'found',
      );
    if (phase === 'scan')
      expect(await Promise.all([start(phase, 1), start(phase, 1)])).toEqual(['found', 'found']);
  }
  const whole = await digestResult('whole');
  expect(await digestResult('out')).toEqual(whole);
  expect(Object.keys(whole).filter((name) => name.endsWith('.tokens')).length).toBeGreaterThan(3);
});

test('a plan without tokens, of one task, and duplicates within a language', async () => {
  const narrow = { ...recipe, duplicates: { ...recipe.duplicates, scope: 'language' as const } };
  await runPipeline({
    files: await writeInput(folder),
    recipe: narrow,
    folder: join(folder, 'whole'),
    numThreads: 1,
    unitBytes: shape.unitBytes,
  });
  const tasks = planTasks({
    files: await writeInput(folder),
    recipe: narrow,
    unitBytes: shape.unitBytes,
    numTasks: 1,
  });
  expect(listPhases(tasks).map(({ phase }) => phase)).toEqual([
    'scan',
    'spread',
    'match',
    'gather',
    'join',
    'tally',
    'card',
  ]);
  for (const { phase } of listPhases(tasks))
    await runTask({ plan: tasks, folder: join(folder, 'out'), phase, task: 0, numThreads: 1 });
  expect(await digestResult('out')).toEqual(await digestResult('whole'));
});

/** Documents that share a line, and some of them a stretch within one; the last has nothing of its own. */
async function writeRepeating(): Promise<InputFile[]> {
  const menu = 'Home, News, Contact, Imprint and many other things that stand on every page';
  const story = prose(1000, 4);
  const texts = Array.from({ length: 60 }, (_, seed) =>
    [menu, prose(seed, 8), seed % 9 === 4 ? `${prose(seed + 100, 1)} ${story} ${prose(seed + 200, 1)}` : '']
      .join('\n')
      .trim(),
  );
  const path = join(folder, 'repeating.jsonl');
  await writeFile(path, [...texts, menu].map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const { size: numBytes } = await stat(path);
  return [{ path, name: 'repeating.jsonl', format: 'jsonl', numBytes, isSplittable: true, version: 'a' }];
}

test('repeats are cut out by tasks as by a single run, on any number of threads', async () => {
  const files = await writeRepeating();
  const repeats = { lines: { kind: 'line', span: 1 }, stretches: { minBytes: 100 } } as const;
  const trimming = { ...recipe, quality: { '*': 'none' }, repeats } as const;
  await runWhole({ files, recipe: trimming, numThreads: 3, unitBytes: 7_000 });
  const tasks = await plan({ files, recipe: trimming, numTasks: 3, numRanges: 2, unitBytes: 7_000 });
  const at = { plan: tasks, folder: join(folder, 'out'), numThreads: 1, memoryBytes: 1 << 20 };
  const phases = listPhases(tasks);
  expect(phases.map(({ phase }) => phase).slice(5, 11)).toEqual([
    ...['mark-lines', 'match-lines', 'cut-lines'],
    ...['mark-stretches', 'match-stretches', 'cut-stretches'],
  ]);
  for (const { phase, numTasks } of phases)
    for (const task of shuffled(numTasks)) await runTask({ ...at, phase, task });
  const whole = await digestResult('whole');
  expect(await digestResult('out')).toEqual(whole);
  const numTrimmed = (pass: string) =>
    Object.keys(whole).filter((name) => name.startsWith(join('trimmed', pass))).length;
  expect([numTrimmed('repeated-lines'), numTrimmed('repeated-stretches')]).not.toContain(0);
  const { repeats: told } = JSON.parse(await readFile(join(folder, 'out', 'card.json'), 'utf8'));
  expect(told).toMatchObject([
    { name: 'repeated-lines', numDocuments: 60, numEmptied: 1 },
    { name: 'repeated-stretches', numDocuments: 6, numEmptied: 0 },
  ]);
});

test('a filter of what was seen is refused, as documents have to pass it in their order', async () => {
  const seen = { kind: 'line', numWords: 5, threshold: 0.8, numRuns: 1000, chance: 1e-6 } as const;
  await expect(plan({ recipe: { ...recipe, repeats: { seen } } })).rejects.toMatchObject({
    code: 'argument-invalid',
    message: 'what a filter has seen is not cut out by tasks on many machines',
  });
});

test('every unit is in one task, neighbours together, none empty', async () => {
  const tasks = await plan({ unitBytes: 5_000, numTasks: 7 });
  const units = Array.from({ length: 7 }, (_, task) => listTaskUnits(tasks, task));
  expect(Math.min(...units.map((one) => one.length))).toBeGreaterThan(0);
  const places = units.flat().map(({ place }) => place);
  expect(places).toEqual(places.map((_, at) => at));
  const sizes = units.map((one) => one.reduce((sum, { numBytes }) => sum + numBytes, 0));
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2 * 5_000);
});

test('a task refuses to begin before those it needs, and says which', async () => {
  const tasks = await plan();
  const out = join(folder, 'out');
  const at = { plan: tasks, folder: out, numThreads: 1 };
  await expect(runTask({ ...at, phase: 'match', task: 0 })).rejects.toMatchObject({
    code: 'argument-invalid',
    message: '5 of 5 tasks of the phase spread are not done: 0, 1, 2, 3, 4',
  });
  await expect(runTask({ ...at, phase: 'scan', task: 5 })).rejects.toMatchObject({
    message: 'the phase scan has no task 5',
  });
});

test('a folder keeps its plan and refuses another', async () => {
  const out = join(folder, 'out');
  const tasks = await plan();
  const path = await writeTaskPlan(out, tasks);
  expect(await readTaskPlan(await writeTaskPlan(out, tasks))).toEqual(tasks);
  await expect(writeTaskPlan(out, await plan({ numTasks: 2 }))).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  await writeFile(path, '{}');
  await expect(readTaskPlan(path)).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a claim is waited for, taken over where its holder is silent, and lost by a holder who wakes', async () => {
  const path = join(folder, 'task.claim');
  const first = await claimTask(path, { staleMs: 600 });
  const waiting = claimTask(path, { staleMs: 600 });
  await wait(1500);
  await first.release();
  const second = await waiting;
  // Another machine takes over: the file is now its own.
  await writeFile(path, 'elsewhere 1 1\n');
  await wait(300);
  expect(second.signal.aborted).toBe(true);
  await second.release();
  const old = new Date(0);
  await utimes(path, old, old);
  const third = await claimTask(path, { staleMs: 600 });
  expect(third.signal.aborted).toBe(false);
  await third.release();
  expect(await stat(path).catch(() => undefined)).toBeUndefined();
});
