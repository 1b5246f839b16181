import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachDocument, eachKeptName } from './each-document.ts';
import { defaultPipelineRecipe, type PipelineRecipe } from './pipeline-recipe.ts';
import { runPipeline } from './run-pipeline.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-repeats-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const own = (seed: number, line: number) =>
  `Entry ${seed * 7 + line} of logbook ${seed} tells of wind ${seed * 13 + line * 3} and of ${line * 17 + seed} barrels on deck.`;
const menu = 'Home, News, Contact, Imprint and many other things that stand on every page';
const story =
  `Once upon a time a ship left the harbour at night, and nobody on the pier could say who had given the order, where it was
bound, or why its lamps stayed dark until it had passed the last buoy of the northern channel, long after midnight.`.replaceAll(
    '\n',
    ' ',
  );

const texts = [
  ...Array.from({ length: 30 }, (_, seed) =>
    [
      menu,
      ...Array.from({ length: 6 }, (_, line) => own(seed, line)),
      ...(seed % 10 === 3 ? [`${seed}: ${story} (${seed})`] : []),
    ].join('\n'),
  ),
  `${menu}\n${own(4, 2)}`,
];

async function run(repeats: PipelineRecipe['repeats'], numThreads = 1, out = 'out') {
  const path = join(folder, 'web.jsonl');
  await writeFile(path, texts.map((text) => JSON.stringify({ text })).join('\n'));
  const { size: numBytes } = await stat(path);
  const recipe: PipelineRecipe = {
    ...defaultPipelineRecipe,
    quality: { '*': 'none' },
    personalData: 'ignore',
    duplicates: { exact: true, nearThreshold: 0, scope: 'all' },
    ...(repeats ? { repeats } : {}),
  };
  const made = await runPipeline({
    files: [{ path, name: 'web.jsonl', format: 'jsonl', numBytes, isSplittable: true, version: 'a' }],
    recipe,
    folder: join(folder, out),
    numThreads,
    unitBytes: 4000,
    sortMemoryBytes: 1 << 20,
  });
  const kept: string[] = [];
  const dropped: string[] = [];
  for await (const { fate } of eachDocument(made.parts, made.decisions))
    if (fate.kind === 'kept') kept.push(fate.text);
    else dropped.push(fate.reason);
  const names: string[] = [];
  for await (const { name } of eachKeptName(made.parts, made.decisions)) names.push(name);
  expect(names).toHaveLength(kept.length);
  return { ...made, kept, dropped };
}

test('lines that stood before are cut out all over the input, and a document of nothing else goes', async () => {
  const { kept, dropped, card, parts } = await run({ lines: { kind: 'line', span: 1 } });
  expect(parts.length).toBeGreaterThan(3);
  const seen = new Set<string>();
  const wanted = texts.map((text) =>
    text
      .split('\n')
      .filter((line) => !seen.has(line) && seen.add(line))
      .join('\n'),
  );
  expect(kept.map((text) => text.trimEnd())).toEqual(wanted.filter((text) => text !== ''));
  expect(dropped).toEqual(['repeated-lines']);
  const numBytes = texts.join('').length - kept.join('').length;
  expect(card.repeats).toEqual([{ name: 'repeated-lines', numDocuments: 30, numBytes, numEmptied: 1 }]);
  expect(card.funnel.at(-1)).toMatchObject({
    kept: { numDocuments: 30 },
    dropped: { 'repeated-lines': { numDocuments: 1 } },
  });
});

test('long stretches that stood before are cut out within lines, and what is short stays', async () => {
  const { kept, card } = await run({ stretches: { minBytes: 160 } });
  const left = kept.map((text) => text.length);
  expect(left[3]).toBe(texts[3]?.length);
  for (const place of [13, 23]) {
    // All but half of the least length at either end is found.
    expect(left[place]).toBeLessThan((texts[place]?.length ?? 0) - story.length + 160);
    expect(kept[place]).toContain(own(place, 5));
    expect(kept[place]).toContain(menu);
  }
  expect(card.repeats?.[0]).toMatchObject({ name: 'repeated-stretches', numDocuments: 2, numEmptied: 0 });
});

test('a filter cuts out what it has seen, in bounded memory, and comes after the others', async () => {
  const seen = { kind: 'line', numWords: 5, threshold: 0.8, numRuns: 10_000, chance: 1e-6 } as const;
  const { kept, card } = await run({ lines: { kind: 'line', span: 1 }, seen });
  expect(card.repeats?.map(({ name }) => name)).toEqual(['repeated-lines', 'seen-lines']);
  // The story differs in its first and last words alone.
  expect(kept.filter((text) => text.includes('left the harbour at night'))).toHaveLength(1);
  const alone = await run({ seen }, 1, 'alone');
  expect(alone.kept.filter((text) => text.includes(menu))).toHaveLength(1);
});

test('any number of threads, and a second run, give the same bytes; without repeats nothing is cut', async () => {
  const asked = { lines: { kind: 'paragraph', span: 1 }, stretches: { minBytes: 100 } } as const;
  const one = await run(asked, 1, 'one');
  const many = await run(asked, 3, 'many');
  expect(many.kept).toEqual(one.kept);
  const cards = await Promise.all(
    ['one', 'many'].map((out) => readFile(join(folder, out, 'card.json'), 'utf8')),
  );
  expect(cards[1]).toBe(cards[0]);
  expect((await run(asked, 1, 'one')).kept).toEqual(one.kept);
  const whole = await run(undefined, 1, 'whole');
  expect(whole.kept).toEqual(texts);
  expect(whole.card.repeats).toBeUndefined();
});
