import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPipelineRecipe, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import { askWhatIf } from './ask-what-if.ts';
import { columnFile } from './column-layout.ts';
import { readColumns } from './read-columns.ts';
import { writeColumns } from './write-columns.ts';

const recipe: PipelineRecipe = {
  ...defaultPipelineRecipe,
  quality: { '*': 'none' },
  personalData: 'ignore',
  duplicates: { exact: true, nearThreshold: 0, scope: 'all' },
  repeats: { lines: { kind: 'line', span: 1 } },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-emptied-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a document of which cuts leave nothing is dropped in the columns as on the card, beside those that repeat another', async () => {
  const [morning, noon, evening] = [
    'In the morning the pilot reads the tide from the gauge on the northern mole.',
    'At noon the harbour master signs the list of ships that are to leave the same day.',
    'In the evening the lamps along the quay are lit from the landward end.',
  ];
  const texts = [`${morning}\n${noon}`, `${noon}\n${evening}`, `${noon}\n${morning}`, `${morning}\n${noon}`];
  const path = join(folder, 'web.jsonl');
  await writeFile(path, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  const { size: numBytes } = await stat(path);
  const file = { path, name: 'web.jsonl', format: 'jsonl', numBytes, isSplittable: true, version: 'a' };
  const made = await runPipeline({ files: [file], recipe, folder: join(folder, 'out'), numThreads: 1 });
  await writeColumns(made.parts, { decisions: made.decisions, recipe, folder });
  const paths = made.parts.map(({ number }) => join(folder, columnFile(number)));
  const documents = [];
  for (const one of paths) for await (const document of readColumns(one)) documents.push(document);
  expect(documents.map(({ fate }) => fate)).toEqual([
    '',
    '',
    'duplicates:repeated-lines',
    'duplicates:exact-duplicate',
  ]);
  expect(documents.map(({ original }) => original)).toEqual([
    undefined,
    undefined,
    undefined,
    { part: 0, passed: 0 },
  ]);
  const { before } = await askWhatIf(paths, { bounds: [], numNamed: 0 });
  expect(before.kept).toEqual(made.card.funnel.at(-1)?.kept);
});
