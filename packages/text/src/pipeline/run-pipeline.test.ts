import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTokenShards } from '../shards/read-token-shards.ts';
import { numColumns } from '../statistics/columns.ts';
import { prose, writeByteTokenizer, writeInput } from './__fixtures__/pipeline-input.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from './pipeline-recipe.ts';
import { type PipelineOptions, runPipeline } from './run-pipeline.ts';
import { withScannedPart } from './scanned-part.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-pipeline-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const recipe: PipelineRecipe = { ...defaultPipelineRecipe, quality: { '*': 'gopher' } };

/** Small units, so that there are many of them. */
async function run(out: string, options: Partial<PipelineOptions> = {}) {
  return await runPipeline({
    files: await writeInput(folder),
    recipe,
    folder: join(folder, out),
    numThreads: 1,
    unitBytes: 20_000,
    sortMemoryBytes: 1 << 20,
    tokenizer: await writeByteTokenizer(folder),
    ...options,
  });
}

async function digestFolder(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  const digest = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(path, name)))
      .digest('hex');
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await digest(name)])));
}
const shardsOf = (out: string) => digestFolder(join(folder, out, 'shards'));

test('every document is kept or dropped with its reason, and the kept ones become tokens', async () => {
  const { card, shards, parts } = await run('out');
  const dropped = Object.fromEntries(
    card.funnel.flatMap((step) =>
      Object.entries(step.dropped).map(([reason, { numDocuments }]) => [
        `${step.name}:${reason}`,
        numDocuments,
      ]),
    ),
  );
  expect(dropped).toEqual({
    'read:invalid-json': 1,
    'read:missing-text': 1,
    'quality:top_2_gram': 1,
    'duplicates:exact-duplicate': 5,
    'duplicates:near-duplicate': 4,
  });
  expect(parts.length).toBeGreaterThan(3);
  expect(card.input).toMatchObject({ numDocuments: 52, numFiles: 1 });
  expect(card.funnel.at(-1)?.kept.numDocuments).toBe(40);
  expect(shards).toMatchObject({ numDocuments: 40, numTokens: card.tokens?.numTokens });
  const tokens = openTokenShards(join(folder, 'out', 'shards'));
  const ids = tokens.readDocument(39);
  tokens.close();
  expect(ids.at(-1)).toBe(256);
  expect(Buffer.from(Uint8Array.from(ids.subarray(0, -1))).toString()).toBe(prose(39));
});

test('what is kept stands in the parts with its columns', async () => {
  const { parts } = await run('out');
  const [first] = parts;
  await withScannedPart(first?.path ?? '', async (part) => {
    const ends = await part.numbers('textEnds');
    expect((await part.names())[0]).toMatch(/^web.jsonl/);
    expect(new TextDecoder().decode((await part.text()).subarray(0, ends[0]))).toBe(prose(0));
    expect((await part.numbers('rows')).length).toBe(part.facts.numDocuments * numColumns);
    // Of these the text is here; samples are held of what is dropped.
    expect(await part.samples()).toEqual([]);
  });
});

test('documents to look at are drawn of what is kept and of each reason, those that repeat others among them', async () => {
  const { card } = await run('out');
  const of = (wanted: string) => card.samples.filter(({ drop }) => drop === wanted);
  expect(of('')).toHaveLength(6);
  expect(new Set(of('').map(({ order }) => order)).size).toBe(6);
  expect(of('quality:top_2_gram')).toHaveLength(1);
  expect(of('duplicates:near-duplicate')).toHaveLength(3);
  for (const { source, text, numBytes } of card.samples) {
    expect(source).toBe('.');
    expect(numBytes).toBeGreaterThanOrEqual(Buffer.byteLength(text));
    expect(text).not.toBe('');
  }
});

test('without a tokenizer the card estimates tokens from the bytes of the kept texts', async () => {
  const files = await writeInput(folder);
  const { card, parts } = await runPipeline({ files, recipe, folder: join(folder, 'out'), numThreads: 1 });
  const { numTokens = 0, languages = {} } = card.estimatedTokens ?? {};
  const told = Object.values(languages).reduce((sum, { numBytes }) => sum + numBytes, 0);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(parts.reduce((sum, { facts }) => sum + facts.numTextBytes, 0));
  expect(numTokens).toBeGreaterThan(told / 6);
  expect(numTokens).toBeLessThan(told / 3);
  expect(card.tokens).toBeUndefined();
});

test('each threshold of the recipe has its histogram over all that was measured', async () => {
  const { card } = await run('out');
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  expect(card.thresholds.map(({ reason }) => reason)).toContain('gopher_short_doc');
  // All but the two lines that could not be read.
  for (const { recipe: name, rule, reason, counts } of card.thresholds)
    expect([name, rule, reason, sum(counts)]).toEqual(['gopher', rule, reason, 50]);
  const words = card.thresholds.find(({ name }) => name === 'minWords');
  expect(words).toMatchObject({ rule: 'gopher-quality', kind: 'least', bound: 50, from: 0, to: 500 });
  expect(words?.counts[0]).toBe(1);
});

test('any number of threads gives the same bytes', async () => {
  await run('one', { numThreads: 1 });
  await run('many', { numThreads: 5 });
  expect(await shardsOf('many')).toEqual(await shardsOf('one'));
  expect(await digestFolder(join(folder, 'many', 'parts'))).toEqual(
    await digestFolder(join(folder, 'one', 'parts')),
  );
});

test('cut off again and again, it goes on and gives the same bytes', async () => {
  await run('whole');
  for (let numTold = 1; ; numTold *= 3) {
    const cut = new AbortController();
    let left = numTold;
    const onProgress = () => {
      left -= 1;
      if (left === 0) cut.abort(new Error('cut off'));
    };
    const isDone = await run('cut', { signal: cut.signal, onProgress }).then(
      () => true,
      () => false,
    );
    if (isDone) break;
  }
  expect(await shardsOf('cut')).toEqual(await shardsOf('whole'));
  expect(await readFile(join(folder, 'cut', 'card.json'))).toEqual(
    await readFile(join(folder, 'whole', 'card.json')),
  );
});

test('a second run makes nothing anew', async () => {
  await run('out');
  const before = await stat(join(folder, 'out', 'parts', 'unit-000000-0000.part'));
  await run('out');
  const after = await stat(join(folder, 'out', 'parts', 'unit-000000-0000.part'));
  expect(after.ino).toBe(before.ino);
});
