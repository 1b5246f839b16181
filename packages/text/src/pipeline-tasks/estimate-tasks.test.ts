import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeByteTokenizer, writeInput } from '../pipeline/__fixtures__/pipeline-input.ts';
import { defaultPipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { estimateTasks, scaleInput, sumInput } from './estimate-tasks.ts';
import { chooseSample, measureRates } from './measure-rates.ts';
import { classifyFormat, measuredRates } from './measured-rates.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-estimate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tokenizer = { path: '', digest: '', vocabularySize: 150_000, endOfText: 0 };
const plan = { recipe: defaultPipelineRecipe, tokenizer, numTasks: 64, numRanges: 16 };
const machines = { numNodes: 16, numCores: 32, memoryBytes: 128e9, networkBytesPerSecond: 1.25e9 };
const input = { lines: 1e12 };
const find = (estimate: ReturnType<typeof estimateTasks>, phase: string) =>
  estimate.phases.find((one) => one.phase === phase);

test('work is divided by rates and machines, and never faster than the network', () => {
  const estimate = estimateTasks(plan, { input, rates: measuredRates, machines });
  const scan = find(estimate, 'scan');
  const seconds = 1e12 / measuredRates.scanBytesPerSecond.lines;
  expect(scan?.cpuSeconds).toBeCloseTo(seconds, -1);
  expect(scan).toMatchObject({ numTasks: 64, numCores: 32, numAtOnce: 16, numMachines: 16, bound: 'cores' });
  expect((scan?.durationMs ?? 0) / 1000).toBeCloseTo(seconds / (16 * 32) + 4 * 10, 0);
  const slow = { ...machines, networkBytesPerSecond: 1e6 };
  expect(find(estimateTasks(plan, { input, rates: measuredRates, machines: slow }), 'scan')).toMatchObject({
    bound: 'network',
  });
});

test('twice the machines take half the time of a phase that has the tasks for it; memory of the join grows with the input', () => {
  const of = (numNodes: number, numBytes: number) =>
    estimateTasks(plan, {
      input: { lines: numBytes },
      rates: measuredRates,
      machines: { ...machines, numNodes },
    });
  const time = (numNodes: number) =>
    (find(of(numNodes, 1e13), 'scan')?.durationMs ?? 0) - 1e4 * (64 / numNodes);
  expect(time(8) / time(16)).toBeCloseTo(2, 2);
  const memory = (numBytes: number) => find(of(16, numBytes), 'join')?.memoryBytes ?? 0;
  expect(memory(2e14) - memory(1e14)).toBeCloseTo(memory(3e14) - memory(2e14), -3);
});

test('input is summed by class of format and scaled without changing its mix', () => {
  const file = (name: string, format: string, numBytes: number) => ({
    ...{ path: name, name, format, numBytes, isSplittable: false, version: '' },
  });
  const sums = sumInput([
    file('a', 'json-lines', 30),
    file('b', 'warc', 10),
    file('c', 'pdf', 60),
    file('d', 'text', 20),
  ]);
  expect(sums).toEqual({ lines: 50, pages: 10, office: 60 });
  expect(scaleInput(sums, 240)).toEqual({ lines: 100, pages: 20, office: 120 });
  expect(classifyFormat('docx')).toBe('office');
});

test('rates are measured by running every phase, and nothing is left of it', async () => {
  const files = await writeInput(folder);
  const room = join(folder, 'sample');
  const rates = await measureRates({
    files,
    recipe: { ...defaultPipelineRecipe, quality: { '*': 'gopher' } },
    tokenizer: await writeByteTokenizer(folder),
    folder: room,
    numThreads: 1,
    origin: 'this test',
    table: measuredRates,
    leastSeconds: 0,
  });
  expect(rates.origin).toBe('this test');
  expect(rates.scanBytesPerSecond.office).toBe(measuredRates.scanBytesPerSecond.office);
  expect(rates.scanBytesPerSecond.lines).not.toBe(measuredRates.scanBytesPerSecond.lines);
  // 52 documents, of which 49 pass the filters and 40 are no duplicates; a byte is a token, and each document has one more.
  expect(rates.shape.keptShare).toBeCloseTo(49 / 52, 5);
  expect(rates.shape.uniqueShare).toBeCloseTo(40 / 52, 5);
  expect(rates.shape.bytesPerToken).toBeGreaterThan(0.99);
  expect(rates.shape.bytesPerToken).toBeLessThan(1);
  await expect(stat(room)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a sample is spread over the input, and refuses files that are larger than it may be', async () => {
  const file = (place: number) => ({
    ...{ path: '', name: String(place), format: 'text', numBytes: 10, isSplittable: true, version: '' },
  });
  const files = Array.from({ length: 100 }, (_, place) => file(place));
  expect([...(chooseSample(files, 100).get('lines') ?? [])].map(({ name }) => name)).toEqual([
    '0',
    '10',
    '20',
    '30',
    '40',
    '50',
    '60',
    '70',
    '80',
    '90',
  ]);
  expect(chooseSample(files, 5).size).toBe(0);
});
