import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import type { BenchmarkText } from './build-contamination-index.ts';
import { buildContaminationIndex } from './build-contamination-index.ts';
import { openContaminationIndex } from './open-contamination-index.ts';
import { type BenchmarkFault, readBenchmarks } from './read-benchmarks.ts';

let kernels: Kernels;
let folder: string;
beforeAll(async () => {
  kernels = await loadKernels();
  folder = await mkdtemp(join(tmpdir(), 'slipway-benchmarks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(files: Record<string, string | Uint8Array>) {
  const listed: { path: string; name: string }[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, `${listed.length}-${name.replaceAll('/', '-')}`);
    await writeFile(path, content);
    listed.push({ path, name });
  }
  return await collect(listed);
}

async function collect(listed: { path: string; name: string }[]) {
  const faults: BenchmarkFault[] = [];
  const items: BenchmarkText[] = [];
  for await (const item of readBenchmarks(listed, { kernels, onFault: (fault) => void faults.push(fault) }))
    items.push(item);
  return { items, faults };
}

test('questions are found in JSON Lines, nested JSON and tables, and are called like their folder and row', async () => {
  const { items, faults } = await read({
    'sums/test.jsonl.gz': gzipSync(
      '{"question":"What is two and two?","answer":"4"}\n\n{"id":7,"prompt":"Q: Add up.\\nA:"}\n',
    ),
    'exam.json': JSON.stringify({
      name: 'exam',
      examples: [{ input: 'First?' }, { deep: [{ question: 'Second?', id: 'b' }] }],
    }),
    'chat/zh.jsonl': '{"messages":[{"role":"user","content":"问题：一加一？"}]}',
    'choices/dev/law.csv': ',Question,A,B\n0,"Which court, if any?",x,y\n',
    'SOURCE.txt': 'from somewhere',
    'bad.jsonl': 'not json\n{"answer": 4}\n',
  });
  expect(items).toEqual([
    { benchmark: 'sums', item: 'test #1', text: 'What is two and two?' },
    { benchmark: 'sums', item: 'test 7', text: ' Add up.' },
    { benchmark: 'exam', item: '1', text: 'First?' },
    { benchmark: 'exam', item: 'b', text: 'Second?' },
    { benchmark: 'chat', item: 'zh #1', text: '一加一？' },
    { benchmark: 'choices', item: 'dev/law 14', text: 'Which court, if any?' },
  ]);
  expect(faults).toEqual([
    { name: 'SOURCE.txt', detail: 'is neither JSON, JSON Lines, CSV nor Parquet' },
    { name: 'bad.jsonl#1', detail: 'is not JSON' },
    { name: 'bad.jsonl#2', detail: 'no member that holds a question' },
  ]);
});

test('files whose names are alike give names of their own', async () => {
  const { items } = await read({
    'arc.easy.jsonl': '{"question":"One?"}',
    'arc.challenge.jsonl.gz': gzipSync('{"question":"Two?"}'),
    'exams/v1.0/law.en.json': '{"question":"Three?"}',
    'exams/v1.0/law.zh.json': '{"question":"Four?"}',
    'sums.json': '{"question":"Five?"}',
    'sums.csv': 'question\nSix?\n',
    'sums.csv.jsonl': '{"question":"Seven?"}',
  });
  const names = items.map(({ benchmark, item }) => `${benchmark} | ${item}`);
  expect(names).toEqual([
    'arc.easy | #1',
    'arc.challenge | #1',
    'exams | v1.0/law.en 1',
    'exams | v1.0/law.zh 1',
    'sums.json | 1',
    'sums.csv | 9',
    'sums.csv.jsonl | #1',
  ]);
});

/** Published question sets, where the one who runs the tests has them. */
const published = process.env.SLIPWAY_TEST_BENCHMARKS ?? '';

test.skipIf(!existsSync(published))(
  'published question sets are read, and their own questions found',
  async () => {
    const wanted =
      /^(?:arc-easy|gsm8k|mmlu|cmmlu|cmath|c3|gaokao-bench)\/.*\.(?:jsonl|json|csv|parquet)(?:\.gz)?$/;
    const listed = readdirSync(published, { recursive: true, withFileTypes: true })
      .map((entry) => relative(published, join(entry.parentPath ?? dirname(entry.name), entry.name)))
      .filter((name) => wanted.test(name))
      .sort()
      .map((name) => ({ name, path: join(published, name) }));
    const { items } = await collect(listed);
    const countOf = (name: string) => items.filter(({ benchmark }) => benchmark === name).length;
    expect(countOf('arc-easy')).toBe(2376);
    expect(countOf('cmath')).toBeGreaterThan(500);
    expect(countOf('mmlu')).toBeGreaterThan(250);
    expect(countOf('c3')).toBeGreaterThan(3000);
    const mark = kernels.mark();
    const index = await buildContaminationIndex(items, kernels);
    expect(index.numUncheckable / index.numItems).toBeLessThan(0.15);
    const finder = openContaminationIndex(index.bytes, kernels);
    const long = items.filter(({ text }) => text.split(' ').length > 14);
    for (const { text } of [long[0], long[1000], long.at(-1)].filter((one) => one !== undefined)) {
      const bytes = new TextEncoder().encode(`Before it. ${text} After it.`);
      expect(finder.find(kernels.place(bytes), bytes.length).length).toBeGreaterThan(0);
    }
    kernels.release(mark);
  },
  // Some hundred thousand questions.
  300_000,
);
