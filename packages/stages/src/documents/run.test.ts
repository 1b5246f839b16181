import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Digest } from '@slipway/contracts';
import { noObjects } from '@slipway/core/testing';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../testing/make-archives.ts';
import { type Bench, fixedMachine, openBench } from '../testing/make-run-context.ts';
import { documents } from './index.ts';

let bench: Bench;
const at = (...names: string[]) => join(bench.folder, 'docs', ...names);
beforeEach(async () => {
  bench = await openBench();
  await mkdir(at('deep'), { recursive: true });
  await writeFile(at('b.md'), '# B\n\nSecond.\n');
  await writeFile(at('a.txt'), 'First.\n');
  await writeFile(at('deep', 'c.html.gz'), gzipSync('<h1>C</h1>'));
});
afterEach(() => bench.dispose());

const survey = (spec: object = {}) =>
  documents.survey?.(documents.spec.parse({ path: './docs', ...spec }), {
    signal: new AbortController().signal,
    workingDirectory: bench.folder,
    objects: noObjects,
  }) as Promise<{ files: { path: string }[]; setAside: { path: string; reason: string }[] }>;
async function take(spec: object = {}, surveyed?: unknown): Promise<Digest> {
  const options = { spec: { path: './docs', ...spec }, ...(surveyed ? { survey: surveyed as never } : {}) };
  return (await bench.run(documents, options)).documents as Digest;
}

test('takes every file byte for byte, sorted, with its digest; other endings are left', async () => {
  await writeFile(at('picture.png'), 'no');
  const artifact = await take({ licence: 'MIT' });
  expect(await bench.readLines(artifact, 'documents.jsonl')).toEqual([
    { path: 'a.txt', document: `sha256:${sha256('First.\n')}`, sizeBytes: 7 },
    expect.objectContaining({ path: 'b.md' }),
    expect.objectContaining({ path: 'deep/c.html.gz' }),
  ]);
  expect(await bench.readText(artifact, 'files/b.md')).toBe('# B\n\nSecond.\n');
  const manifest = await bench.store.readManifest(artifact);
  expect(manifest.facts).toMatchObject({ numDocuments: 3, numSetAside: 0 });
  expect(manifest.licences).toEqual([{ spdx: 'MIT' }]);
  expect(JSON.stringify(manifest)).not.toContain(bench.folder);
});

test('patterns choose among the paths, in archives too; a name with marks that exists is taken by its letters', async () => {
  await writeFile(at('old.zip'), zipSync({ 'notes/d.md': Buffer.from('# D') }));
  await mkdir(at('[draft]'));
  await writeFile(at('[draft]', 'e.md'), '# E');
  const paths = async (spec: object) => (await survey(spec)).files.map(({ path }) => path);
  expect(await paths({ include: ['**/*.md'] })).toEqual(['[draft]/e.md', 'b.md', 'old.zip/notes/d.md']);
  expect(await paths({ exclude: ['*.zip', '\\[draft\\]/**'] })).toEqual(['a.txt', 'b.md', 'deep/c.html.gz']);
  expect(await paths({ path: './docs/{a,b}.*' })).toEqual(['a.txt', 'b.md']);
  expect(await paths({ path: 'docs/**/*.gz' })).toEqual(['deep/c.html.gz']);
  expect(await paths({ path: './docs/[draft]' })).toEqual(['e.md']);
  await expect(paths({ path: './nowhere/*.md' })).rejects.toMatchObject({ code: 'documents-missing' });
  await expect(paths({ include: ['*.pdf'] })).rejects.toMatchObject({ code: 'documents-empty' });
});

test('archives are looked into as folders, and their members taken by their digest', async () => {
  const zip = Buffer.from(zipSync({ 'notes/d.md': Buffer.from('# D'), 'e.png': Buffer.from('no') }));
  await writeFile(at('old.zip'), zip);
  await writeFile(at('torn.zip'), zip.subarray(0, 40));
  const artifact = await take();
  expect(await bench.readText(artifact, 'files/old.zip/notes/d.md')).toBe('# D');
  expect(await bench.readLines(artifact, 'documents.jsonl')).toContainEqual({
    path: 'old.zip/notes/d.md',
    document: `sha256:${sha256('# D')}`,
    sizeBytes: 3,
  });
  expect(await bench.readLines(artifact, 'set-aside.jsonl')).toEqual([
    expect.objectContaining({ path: 'torn.zip', reason: 'damaged' }),
  ]);
});

test('an archive that changed between survey and run sets its members aside', async () => {
  await writeFile(at('old.zip'), zipSync({ 'd.md': Buffer.from('# D') }));
  const surveyed = await survey();
  await writeFile(at('old.zip'), zipSync({ 'd.md': Buffer.from('# Other') }));
  const artifact = await take({}, surveyed);
  expect(await bench.readLines(artifact, 'set-aside.jsonl')).toEqual([
    expect.objectContaining({ path: 'old.zip/d.md', reason: 'changed' }),
  ]);
});

test('the same files give the same artifact whatever their times and place', async () => {
  const first = await take();
  await utimes(at('b.md'), 1, 1);
  expect(await take()).toBe(first);
  expect(await survey()).toEqual(await survey());
});

test('links in a circle, out of the folder and to nothing are set aside and counted', async () => {
  await symlink('..', at('deep', 'up.md'));
  await symlink('self.md', at('self.md'));
  await symlink('/etc/passwd', at('out.md'));
  await symlink('nothing', at('lost.md'));
  const artifact = await take();
  const lines = await bench.readLines<{ path: string; reason: string }>(artifact, 'set-aside.jsonl');
  expect(Object.fromEntries(lines.map((line) => [line.path, line.reason]))).toEqual({
    'deep/up.md': 'symlink-loop',
    'lost.md': 'symlink-broken',
    'out.md': 'symlink-outside',
    'self.md': 'symlink-loop',
  });
  expect((await bench.store.readManifest(artifact)).facts).toMatchObject({ numDocuments: 3, numSetAside: 4 });
  expect(bench.warnings).toEqual([
    'set aside: 2 symlink-loop (deep/up.md, …), 1 symlink-broken (lost.md), 1 symlink-outside (out.md)',
  ]);
  expect(bench.chineseWarnings).toEqual([
    '搁置：链接指回自身 2 个（deep/up.md 等），链接失效 1 个（lost.md），链接指向文件夹之外 1 个（out.md）',
  ]);
});

test('a file that vanished, and one that changed, between survey and run are set aside', async () => {
  const surveyed = await survey();
  await rm(at('a.txt'));
  await writeFile(at('b.md'), 'changed');
  const artifact = await take({}, surveyed);
  const reasons = await bench.readLines<{ path: string; reason: string }>(artifact, 'set-aside.jsonl');
  expect(reasons.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
    'a.txt vanished',
    'b.md changed',
  ]);
  const { files } = await bench.store.readManifest(artifact);
  expect(files.map((file) => file.path)).toEqual([
    'documents.jsonl',
    'files/deep/c.html.gz',
    'set-aside.jsonl',
  ]);
});

test('a snapshot that lacks what was listed is not reused, a whole one is', async () => {
  const surveyed = (await survey()) as never;
  const reusable: (boolean | undefined)[] = [];
  const run = async () => {
    const context = await bench.context(documents, { spec: { path: './docs' }, survey: surveyed });
    const commit: typeof context.commit = (options) => {
      reusable.push(options.isReusable);
      return context.commit(options);
    };
    return (await documents.run({ ...context, commit })).documents as Digest;
  };
  const whole = await run();
  await rm(at('a.txt'));
  const short = await run();
  await writeFile(at('a.txt'), 'First.\n');
  expect(await run()).toBe(whole);
  expect(short).not.toBe(whole);
  expect(reusable).toEqual([true, false, true]);
  expect(bench.warnings).toEqual([expect.stringContaining('1 documents')]);
});

test("a fault of the store's own disk is not the document's", async () => {
  const draft = async () => {
    const made = await bench.store.draft();
    await mkdir(join(made.directory, 'files', 'b.md'), { recursive: true });
    return made;
  };
  const over = { store: { ...bench.store, draft } };
  await expect(bench.run(documents, { spec: { path: './docs' }, over })).rejects.toMatchObject({
    code: 'EISDIR',
  });
});

test('all gone in between is an error, not an empty artifact', async () => {
  const surveyed = await survey();
  await rm(at(), { recursive: true });
  await expect(take({}, surveyed)).rejects.toMatchObject({ code: 'documents-empty' });
});

test('the plan tells once what is left alone for its ending', async () => {
  for (const name of ['a.png', 'b.png', 'c.exe', 'LICENSE']) await writeFile(at(name), 'x');
  const notesOf = async (draft: object = {}) => {
    const spec = documents.spec.parse({ path: './docs', ...draft });
    const surveyed = (await survey(draft)) as never;
    return documents.plan({ spec, survey: surveyed, inputs: {}, machine: fixedMachine }).notes;
  };
  expect(await notesOf()).toEqual([
    {
      en: '4 files of other endings left alone: 2 .png, 1 without an ending, 1 .exe',
      zh: '另有 4 个文件后缀不在读取之列，未读：.png 2 个、无后缀 1 个、.exe 1 个',
    },
  ]);
  expect(await notesOf({ extensions: ['.md'] })).toMatchObject([{ en: expect.stringContaining('1 .txt') }]);
  expect(await notesOf({ exclude: ['a.txt'] })).toMatchObject([{ en: expect.not.stringContaining('.txt') }]);
  expect(await notesOf({ path: './docs/*.md' })).toEqual([]);
  expect(await notesOf({ include: ['*.md'] })).toEqual([]);
});

test('no folder, an empty one, and one of other files are three clear errors', async () => {
  await expect(survey({ path: './gone' })).rejects.toMatchObject({ code: 'documents-missing' });
  await mkdir(at('empty'));
  await expect(survey({ path: './docs/empty' })).rejects.toMatchObject({ code: 'documents-empty' });
  await writeFile(at('empty', 'a.png'), 'x');
  await expect(survey({ path: './docs/empty' })).rejects.toMatchObject({
    code: 'documents-empty',
    message: expect.stringContaining('1 .png'),
  });
});

test('the same three are refused before a run starts, by a look that reads nothing', async () => {
  const preflight = (spec: object) =>
    documents.preflight?.(documents.spec.parse(spec), {
      signal: new AbortController().signal,
      workingDirectory: bench.folder,
      objects: noObjects,
    });
  await expect(preflight({ path: './gone' })).rejects.toMatchObject({
    code: 'documents-missing',
    message: `there is no file or folder ${join(bench.folder, 'gone')}`,
  });
  await expect(preflight({ path: './docs/*.pdf' })).rejects.toMatchObject({ code: 'documents-empty' });
  await expect(preflight({ path: './docs', extensions: ['.csv'] })).rejects.toMatchObject({
    code: 'documents-empty',
    message: expect.stringContaining('1 .txt'),
  });
  await writeFile(at('torn.zip'), 'no archive');
  for (const path of ['./docs', './docs/deep', './docs/a.txt', './docs/torn.zip'])
    await expect(preflight({ path })).resolves.toBeUndefined();
});

test('a single file is a folder of one; few are spread over all', async () => {
  expect((await survey({ path: './docs/b.md' })).files.map((file) => file.path)).toEqual(['b.md']);
  expect((await survey({ maxDocuments: 2 })).files.map((file) => file.path)).toEqual(['a.txt', 'b.md']);
});

test('stops when it is asked to and leaves no draft behind', async () => {
  const signal = AbortSignal.abort();
  await expect(
    bench.run(documents, { spec: { path: './docs' }, survey: (await survey()) as never, signal }),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
