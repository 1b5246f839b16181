import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MovedBound } from '@slipway/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defaultPipelineRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { type PipelineResult, runPipeline } from '../pipeline/run-pipeline.ts';
import { qualityRecipes } from '../quality/recipes/named-recipes.ts';
import { judgeRows } from '../quality/recipes/recipe.ts';
import { columnAt } from '../statistics/columns.ts';
import { askWhatIf } from './ask-what-if.ts';
import { columnFile } from './column-layout.ts';
import { type ColumnDocument, readColumns } from './read-columns.ts';
import { writeColumns } from './write-columns.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const recipe: PipelineRecipe = {
  ...defaultPipelineRecipe,
  minLanguageConfidence: 0,
  quality: { '*': 'fineweb', zh: 'chinese-web', fr: 'none' },
};

/** Lines of a sentence of 13 words that nobody knows between stop words, so that no rule but those of length has anything to say. */
function story(seed: number, numSentences: number): string {
  const syllables = 'ka lo mi ren sto va du fel gri no pa tor ule wen zi'.split(' ');
  let state = seed + 1;
  const syllable = () => {
    state = (state * 48271) % 2147483647;
    return syllables[state % syllables.length] ?? '';
  };
  const word = () => syllable() + syllable() + syllable();
  const sentence = () =>
    `The ${word()} ${word()} of ${word()} and ${word()} ${word()} have ${word()} with ${word()}.`;
  return Array.from({ length: numSentences }, sentence).join('\n');
}

const notice = 'Please enable JavaScript to read all of this page today.';
const chinese = `海港的值班员每天清早都要登上北堤，看一看风向，再把潮水的高度写进本子里。${'老渔民说，雾散之前谁也不要出海，因为礁石就在航道旁边。小船一条接一条地靠岸，孩子们跑去数鱼。'}`;

let folder: string;
let made: PipelineResult;
let paths: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-what-if-'));
  const texts = [
    ...Array.from({ length: 20 }, (_, seed) => story(seed, 3 + seed)),
    `${story(40, 12)}\n${notice}`,
    story(19, 22),
    `${story(18, 21)}\nAnd one more.`,
    chinese,
    'Bonjour à tous, ceci est un petit texte sur la mer et les bateaux qui la traversent en hiver.',
  ];
  const path = join(folder, 'web.jsonl');
  await writeFile(path, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const { size } = await stat(path);
  const files = [
    { path, name: 'web.jsonl', format: 'jsonl', numBytes: size, isSplittable: true, version: 'a' },
  ];
  made = await runPipeline({ files, recipe, folder: join(folder, 'out'), numThreads: 1, unitBytes: 8_000 });
  await writeColumns(made.parts, { decisions: made.decisions, recipe, folder: join(folder, 'dataset') });
  paths = made.parts.map(({ number }) => join(folder, 'dataset', columnFile(number)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readAll(): Promise<ColumnDocument[]> {
  const documents: ColumnDocument[] = [];
  for (const path of paths) for await (const document of readColumns(path)) documents.push(document);
  return documents;
}

const ask = (...bounds: MovedBound[]) => askWhatIf(paths, { bounds, numNamed: 50 });

test('every document stands in the columns with its fate, and its rows give the verdict that was given', async () => {
  const documents = await readAll();
  const { card } = made;
  expect(paths.length).toBeGreaterThan(1);
  expect(documents.length).toBe(card.input.numDocuments);
  expect(documents.filter(({ fate }) => fate === '').length).toBe(card.funnel.at(-1)?.kept.numDocuments);
  const judged = documents.filter(({ recipe }) => recipe !== '');
  expect(judged.length).toBeGreaterThan(20);
  for (const { fate, rows, recipe: name } of judged) {
    const quality = Object.values(qualityRecipes).find((one) => `${one.name}@${one.version}` === name);
    if (!quality) throw new Error(`no recipe ${name}`);
    const verdict = judgeRows(quality, rows);
    expect(verdict.isKept ? '' : `quality:${verdict.reason}`).toBe(fate.startsWith('quality:') ? fate : '');
  }
  expect(documents.find(({ language }) => language === 'fr')?.rows).toEqual([]);
});

test('with the bounds it was made with nothing changes sides, and the numbers are those of the card', async () => {
  const { before, after, rules, ...changes } = await ask();
  const { input, funnel } = made.card;
  expect(before.kept).toEqual(funnel.at(-1)?.kept);
  expect(before.kept.numDocuments + before.dropped.numDocuments).toBe(input.numDocuments);
  expect(after).toEqual({ ...before, notKnown: { numDocuments: 0, numBytes: 0 } });
  expect(changes.falling.numDocuments + changes.rising.numDocuments + changes.loosened.numDocuments).toBe(0);
  const quality = funnel.find(({ name }) => name === 'quality')?.dropped ?? {};
  const byReason = new Map<string, number>();
  for (const { reason, before: count } of rules) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  expect(Object.fromEntries(byReason)).toEqual(
    Object.fromEntries(Object.entries(quality).map(([reason, { numDocuments }]) => [reason, numDocuments])),
  );
});

test('a tighter bound lets those fall that are beyond it; a near duplicate of one of them is not known', async () => {
  const bound = 254;
  const { after, falling, loosened, documents } = await ask({
    rule: 'gopher-quality',
    name: 'minWords',
    bound,
  });
  const all = await readAll();
  const words = (document: ColumnDocument) => document.rows[0]?.[columnAt.otherWords] ?? 0;
  const fallen = all.filter(
    (one) => one.fate === '' && one.recipe.startsWith('fineweb') && words(one) < bound,
  );
  expect(falling.numDocuments).toBe(fallen.length);
  expect(fallen.length).toBeGreaterThan(0);
  expect(documents.falling.map(({ name }) => name)).toEqual(fallen.map(({ name }) => name));
  expect(documents.falling[0]).toMatchObject({
    before: '',
    after: 'quality:gopher_short_doc',
    rule: 'gopher-quality.minWords',
    value: words(fallen[0] as ColumnDocument),
  });
  // It has three words more than what it repeats.
  expect(loosened.numDocuments).toBe(1);
  expect(after.notKnown).toEqual(loosened);
});

test('a document that comes back is told as not known, and whether later rules ever measured it', async () => {
  expect((await readAll()).map(({ fate }) => fate)).toContain('quality:gopher_short_doc');
  const loose = await ask(
    { rule: 'gopher-quality', name: 'minWords', bound: 0 },
    { rule: 'c4-quality', name: 'minSentences', bound: 0 },
  );
  expect(loose.rising.numDocuments).toBeGreaterThan(0);
  // The line rules of FineWeb stand behind the edit, and a document that fell before it was never measured for them.
  expect(loose.numNotMeasured).toBe(loose.rising.numDocuments);
  expect(loose.after.kept).toEqual(loose.before.kept);
  expect(loose.after.notKnown).toEqual(loose.rising);
  expect(loose.documents.rising[0]).toMatchObject({ before: 'quality:gopher_short_doc', after: '' });
});

test('a bound is moved of one recipe alone where it is named, and an unknown one is refused with those there are', async () => {
  const zh = await ask({ recipe: 'chinese-web', rule: 'chinese-web', name: 'minCharacters', bound: 1 });
  expect(zh.rising.numDocuments).toBe(1);
  expect(zh.numNotMeasured).toBe(0);
  await expect(ask({ rule: 'gopher-quality', name: 'minWord', bound: 1 })).rejects.toMatchObject({
    code: 'argument-invalid',
    hint: expect.stringContaining('gopher-quality.minWords'),
  });
  await expect(
    ask({ recipe: 'chinese-web', rule: 'gopher-quality', name: 'minWords', bound: 1 }),
  ).rejects.toMatchObject({ code: 'argument-invalid' });
});
