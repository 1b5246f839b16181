import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type DatasetCard,
  type DatasetDocument,
  type Digest,
  dataCard,
  datasetCard,
} from '@slipway/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { documents } from '../documents/index.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { writeCorpus } from '../testing/write-corpus.ts';
import { data } from './index.ts';

// Threads are started anew for every run.
vi.setConfig({ testTimeout: 120_000 });

const prose = `Each rope has its own number and hangs where the list says. A wet one dries on deck before
it is coiled, and whoever finds a chafed strand cuts it out and splices the ends the same day. In winter the whole
rack is taken ashore, washed with fresh water, weighed, and compared with the figures of last spring.`;

let bench: Bench;
const at = (...names: string[]) => join(bench.folder, 'docs', ...names);
beforeEach(async () => {
  bench = await openBench();
  await writeCorpus(at());
});
afterEach(() => bench.dispose());

async function make(spec: object = {}): Promise<Digest> {
  const taken = await bench.run(documents, { spec: { path: './docs', licence: 'MIT' } });
  const made = await bench.run(data, { spec, inputs: { documents: taken.documents as Digest } });
  return made.dataset as Digest;
}
const read = async (dataset: Digest) => ({
  documents: await bench.readLines<DatasetDocument>(dataset, 'documents.jsonl'),
  dropped: await bench.readLines<{ path: string; reason: string; duplicateOf?: string }>(
    dataset,
    'dropped.jsonl',
  ),
  card: datasetCard.parse(JSON.parse(await bench.readText(dataset, 'card.json'))),
});

function expectConserved({ funnel }: DatasetCard, numDropped: number): void {
  for (const [place, stage] of funnel.entries()) {
    const before = funnel[place - 1];
    if (before === undefined || stage.name === 'read') continue;
    const gone = Object.values(stage.dropped).reduce((sum, count) => sum + count, 0);
    expect(stage.numDocuments + gone).toBe(before.numDocuments);
  }
  const all = funnel.flatMap((stage) => Object.values(stage.dropped)).reduce((sum, count) => sum + count, 0);
  expect(all).toBe(numDropped);
}

test('every document is in the dataset or in dropped.jsonl with its reason, and the card adds up', async () => {
  const copy = `# Copy\n\n${prose}`;
  await writeFile(at('copy-1.md'), copy);
  await writeFile(at('copy-2.md'), copy);
  await writeFile(
    at('binary.md'),
    Buffer.from(Array.from({ length: 4000 }, (_, place) => (place * 37) % 256)),
  );
  await writeFile(at('short.md'), 'Hi.');
  await writeFile(at('broken.md.gz'), gzipSync('x'.repeat(5000)).subarray(0, 30));
  const lines = [
    ...[1, 2].map((n) =>
      JSON.stringify({
        text: `Record ${n} of the log. ${`It tells of harbour ${n}, of wind ${n * 7} and of the crew. `.repeat(6)}`,
      }),
    ),
    'not json',
    JSON.stringify({ other: 'field' }),
  ];
  await writeFile(at('log.jsonl'), lines.join('\n'));
  const { documents: kept, dropped, card } = await read(await make());
  const reasons = Object.fromEntries(dropped.map((one) => [one.path, one.reason]));
  expect(reasons).toMatchObject({
    'copy-2.md': 'exact-duplicate',
    'binary.md': 'binary',
    'short.md': 'too-short',
    'broken.md.gz': 'corrupt-gzip',
  });
  // A line is named by the byte at which it begins.
  const brokenAt = Buffer.byteLength(`${lines.slice(0, 2).join('\n')}\n`);
  expect(reasons[`log.jsonl#${brokenAt}`]).toBe('invalid-json');
  expect(reasons[`log.jsonl#${brokenAt + 'not json\n'.length}`]).toBe('missing-text');
  expect(dropped.find((one) => one.path === 'copy-2.md')?.duplicateOf).toBe(
    kept.find((one) => one.path === 'copy-1.md')?.document,
  );
  expectConserved(card, dropped.length);
  const read2 = card.funnel.find((stage) => stage.name === 'read');
  const goneInReading = Object.values(read2?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
  const numLines = lines.length - 1;
  expect((read2?.numDocuments ?? 0) + goneInReading).toBe((card.funnel[0]?.numDocuments ?? 0) + numLines);
  expect(card.splits.train + card.splits.heldout).toBe(kept.length);
  expect(new Set([...kept, ...dropped].map((one) => one.path)).size).toBe(kept.length + dropped.length);
});

test('gives the same bytes again, whatever the order of writing', async () => {
  const first = await make();
  await mkdir(at('x'));
  expect(await make()).toBe(first);
});

test('languages are kept by primary tag; the split depends on the seed', async () => {
  const { documents: zh, dropped } = await read(await make({ languages: ['zh'] }));
  expect(zh.length).toBe(6);
  expect(zh.every((one) => one.language.startsWith('zh'))).toBe(true);
  expect(dropped.every((one) => one.reason === 'other-language')).toBe(true);
  const split = async (seed: number) =>
    (await read(await make({ seed, heldoutShare: 0.3 }))).documents
      .filter((one) => one.split === 'heldout')
      .map((one) => one.path);
  const [one, two] = [await split(1), await split(2)];
  expect(one.length).toBeGreaterThan(0);
  expect(one).not.toEqual(two);
});

test('nothing kept is an error that counts the reasons', async () => {
  await expect(make({ languages: ['fi'] })).rejects.toMatchObject({
    code: 'documents-none-kept',
    message: expect.stringContaining('22 other language'),
  });
});

test('one endless line is set aside by the bound, and the rest goes on', async () => {
  await writeFile(at('endless.txt'), 'word '.repeat(60_000));
  const { dropped } = await read(await make({ maxDocumentBytes: 100_000 }));
  expect(dropped).toEqual([expect.objectContaining({ path: 'endless.txt', reason: 'too-large' })]);
});

test('the text of records may have another name', async () => {
  const tickets = [1, 2].map((n) =>
    JSON.stringify({ ticket: n, body: `Ticket ${n} is about ropes. ${prose}` }),
  );
  await writeFile(at('tickets.jsonl'), tickets.join('\n'));
  const numOf = ({ documents }: Awaited<ReturnType<typeof read>>) =>
    documents.filter(({ path }) => path.startsWith('tickets')).length;
  expect(numOf(await read(await make()))).toBe(0);
  expect(numOf(await read(await make({ textFields: ['text', 'body'], nearDuplicateThreshold: 0 })))).toBe(2);
});

test('full-width forms stay or become narrow, as the spec says', async () => {
  await writeFile(at('wide.md'), `# Ｒｏｐｅｓ\n\n${prose} Ｎｏ．１２３`);
  const textOf = async (spec: object) =>
    (await read(await make(spec))).documents.find(({ path }) => path === 'wide.md')?.text;
  expect(await textOf({})).toContain('Ｎｏ．１２３');
  const narrow = await textOf({ wideForms: 'narrow' });
  expect(narrow).toContain('# Ropes');
  expect(narrow).toContain('No.123');
});

test('an empty file and invalid UTF-8 do not stop the run', async () => {
  await writeFile(at('empty.md'), '');
  const text = Buffer.from(`# Notes\n\n${prose}`);
  text[60] = 0xff;
  await writeFile(at('invalid.md'), text);
  const { documents: kept, dropped } = await read(await make());
  expect(dropped).toEqual([expect.objectContaining({ path: 'empty.md', reason: 'empty' })]);
  expect(kept.some((one) => one.path === 'invalid.md')).toBe(true);
});

test('documents that hold a benchmark question are left out, cut or told of, and the card says of which benchmark', async () => {
  const question =
    'How many rusty anchors does the harbour master count on the second morning after the storm of March?';
  const leaked = `# Log\n\nThe winter was long and the crew was paid late. ${question} Nobody could say. ${prose}`;
  await writeFile(at('leaked.md'), leaked);
  const folder = join(bench.folder, 'questions');
  await mkdir(join(folder, 'anchors'), { recursive: true });
  await writeFile(
    join(folder, 'anchors', 'test.jsonl'),
    `${JSON.stringify({ question, answer: '4' })}\n{"question":"Why?"}\n`,
  );
  await writeFile(
    join(folder, 'sails.csv'),
    'Question,Answer\nWhich of the seven sails of an old ship is set first when the wind comes from behind?,x\n',
  );
  const { documents: benchmarks } = await bench.run(documents, {
    spec: { path: './questions', extensions: ['.jsonl', '.csv'] },
  });
  const taken = await bench.run(documents, { spec: { path: './docs' } });
  const inputs = { documents: taken.documents as Digest, benchmarks: benchmarks as Digest };
  const run = async (contamination: string) => {
    const { dataset } = await bench.run(data, { spec: { contamination }, inputs });
    const card = dataCard.parse(JSON.parse(await bench.readText(dataset as Digest, 'data-card.json')));
    const { documents: kept, dropped } = await read(dataset as Digest);
    return { card, dropped, leaked: kept.find(({ path }) => path === 'leaked.md')?.text };
  };
  const left = await run('drop');
  expect(left.dropped).toContainEqual(
    expect.objectContaining({ path: 'leaked.md', reason: 'benchmark-item' }),
  );
  expect(left.card.contamination).toEqual({ anchors: 1, sails: 0 });
  expect(bench.warnings).toContain('benchmarks: 1 of 3 questions are too short to be looked for');
  expect(bench.chineseWarnings).toContain('基准题：3 道题中有 1 道太短，无法查找');
  const cut = await run('cut');
  expect(cut.leaked).toContain('paid late. Nobody');
  const told = await run('report');
  expect(told.leaked).toContain(question);
  expect(told.card.contamination).toEqual({ anchors: 1, sails: 0 });
});

test('pages are refused by host and by a word in their address, and documents by listed words', async () => {
  const page = (url: string, place: number) =>
    JSON.stringify({
      url,
      text: `Report ${place} of the harbour. ${`On day ${place * 31} the crew of boat ${place} came back. `.repeat(5)}`,
    });
  const lines = [
    page('https://spam.example/a', 1),
    page('https://www.spam.example/b', 2),
    page('https://good.example/the-Casino/', 3),
    page('https://good.example/c', 4),
    JSON.stringify({ url: 'https://good.example/d', text: `Buy the elixir now, the elixir helps. ${prose}` }),
  ];
  await writeFile(at('web.jsonl'), lines.join('\n'));
  await writeFile(join(bench.folder, 'hosts.txt'), '# ours\nspam.example\n');
  const hosts = await bench.run(documents, { spec: { path: './hosts.txt' } });
  const taken = await bench.run(documents, { spec: { path: './docs' } });
  const spec = { refusedAddressWords: ['casino'], listedWords: ['elixir'], maxListedWords: 1 };
  const inputs = { documents: taken.documents as Digest, hosts: hosts.documents as Digest };
  const made = await bench.run(data, { spec, inputs });
  const { dropped, card } = await read(made.dataset as Digest);
  expect(dropped.map(({ path, reason }) => [path.slice(0, 9), reason])).toEqual([
    ['web.jsonl', 'url_host'],
    ['web.jsonl', 'url_host'],
    ['web.jsonl', 'url_word'],
    ['web.jsonl', 'listed_words'],
  ]);
  expectConserved(card, dropped.length);
  const whole = dataCard.parse(JSON.parse(await bench.readText(made.dataset as Digest, 'data-card.json')));
  expect(whole.funnel.map(({ name }) => name).slice(0, 3)).toEqual(['read', 'address', 'language']);
  const manifest = await bench.store.readManifest(made.dataset as Digest);
  expect(manifest.parents.map(({ role }) => role)).toEqual(['documents', 'hosts']);
});

test('a bound without what it is asked of is refused', async () => {
  await expect(make({ maxPerplexity: 9 })).rejects.toMatchObject({ code: 'recipe-invalid' });
  await expect(make({ maxListedShare: 0.1 })).rejects.toMatchObject({ code: 'recipe-invalid' });
});

test('a source tree is read by the endings asked for, and judged as code', async () => {
  const folder = join(bench.folder, 'tree');
  await mkdir(folder);
  const lines = Array.from({ length: 30 }, (_, at) => `  total += weigh(rope_${at}, ${at}) # on deck ${at}`);
  await writeFile(join(folder, 'weigh.py'), `def weigh_all(total):\n${lines.join('\n')}\n  return total\n`);
  await writeFile(join(folder, 'table.py'), `x = [${'0x1f, '.repeat(400)}]\n`);
  const taken = await bench.run(documents, { spec: { path: './tree', extensions: ['.py'] } });
  const made = await bench.run(data, {
    spec: { quality: { '*': 'code' } },
    inputs: { documents: taken.documents as Digest },
  });
  const { documents: kept, dropped } = await read(made.dataset as Digest);
  expect(kept.map(({ path, text }) => [path, text.split('\n').length])).toEqual([['weigh.py', 33]]);
  expect(dropped.map(({ reason }) => reason)).toEqual(['code_average_line']);
});

test('lines that stood before are cut out, and the card tells how much', async () => {
  const footer = 'All rights reserved by the harbour office; call us on weekdays.';
  for (const name of ['a', 'b'])
    await writeFile(
      at(`${name}.txt`),
      `Page ${name} of the chronicle of ${name}. ${prose.slice(0, 150)} ${name}.\n${footer}\n`,
    );
  const { documents: whole } = await read(await make());
  expect(whole.filter(({ text }) => text.includes(footer))).toHaveLength(2);
  const dataset = await make({ repeatedLines: 'line' });
  const { documents: cut, card } = await read(dataset);
  expect(cut.filter(({ text }) => text.includes(footer)).map(({ path }) => path)).toEqual(['a.txt']);
  const { repeats = [] } = dataCard.parse(JSON.parse(await bench.readText(dataset, 'data-card.json')));
  const lost =
    whole.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) -
    cut.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  expect(repeats[0]?.numBytes).toBe(lost);
  expect(card.numCharacters).toBe(cut.reduce((sum, { text }) => sum + text.length, 0));
});

test('a table without a column of text becomes a document that holds it', async () => {
  const rows = Array.from({ length: 12 }, (_, at) => `Pier ${at},${at * 3 + 2},timber and coal`);
  await writeFile(at('piers.csv'), `pier,depth,cargo\n${rows.join('\n')}\n`);
  const { documents: kept } = await read(await make({ quality: { '*': 'none' } }));
  const table = kept.find(({ path }) => path.startsWith('piers.csv'));
  expect(table?.format).toBe('csv');
  expect(table?.text).toContain(
    '| pier | depth | cargo |\n| --- | --- | --- |\n| Pier 0 | 2 | timber and coal |',
  );
});
