import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openS3Objects, s3InputsModule } from '@slipway/core';
import { startS3Server } from '@slipway/core/testing';
import {
  defaultPipelineRecipe,
  type InputFile,
  type InputOpener,
  listPhases,
  planTasks,
  runTask,
} from '@slipway/text';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listBucketFiles } from './index.ts';

// Threads are started anew for every task.
vi.setConfig({ testTimeout: 240_000 });

const server = await startS3Server();
afterAll(() => server?.close());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-bucket-tasks-'));
});
afterEach(async () => {
  server?.breakLines(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const words =
  'harbour pier ship rope crane cargo tide captain lantern north wind water stone quay bell'.split(' ');
const sentence = (seed: number) =>
  Array.from({ length: 14 }, (_, at) => words[(seed * 7 + at * (seed % 5) + at) % words.length]).join(' ');
const text = (seed: number) => Array.from({ length: 9 }, (_, at) => `The ${sentence(seed + at)}.`).join(' ');
const lines = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify({ text: text(first + at) })}\n`).join('');

const input: Record<string, string | Uint8Array> = {
  'crawl/large.jsonl': lines(0, 80),
  'crawl/packed.jsonl.gz': gzipSync(lines(500, 20)),
  'crawl/港口 100%.md': `# Pier\n\n${text(900)}`,
  'crawl/page.html': `<html><body><p>${text(950)}</p></body></html>`,
  'crawl/old.zip': 'not read by tasks',
};

describe.skipIf(!server)('tasks of a bucket (needs moto: pip install "moto[server]")', () => {
  const fixture = server as NonNullable<typeof server>;

  async function place(): Promise<{ bucket: string; files: InputFile[]; opener: InputOpener }> {
    const bucket = await fixture.makeBucket();
    for (const [key, body] of Object.entries(input)) await fixture.put(bucket, key, body);
    const { connection } = fixture;
    const { files } = await listBucketFiles(`s3://${bucket}/crawl`, { objects: openS3Objects(connection) });
    return { bucket, files, opener: { module: s3InputsModule, settings: connection } };
  }

  /** Parts and card by name, each with its digest. */
  async function runAll(
    name: string,
    { files, opener, numThreads }: { files: InputFile[]; opener?: InputOpener; numThreads: number },
  ): Promise<Record<string, string>> {
    const out = join(folder, name);
    const plan = planTasks({ files, recipe: defaultPipelineRecipe, unitBytes: 20_000, numTasks: 1 });
    expect(JSON.stringify(plan)).not.toContain('testing');
    for (const { phase } of listPhases(plan))
      await runTask({ plan, folder: out, phase, task: 0, numThreads, opener });
    const made = [
      ...(await readdir(join(out, 'parts'))).map((part) => join('parts', part)),
      'card.json',
    ].sort();
    const digest = async (path: string) =>
      createHash('sha256')
        .update(await readFile(join(out, path)))
        .digest('hex');
    return Object.fromEntries(await Promise.all(made.map(async (path) => [path, await digest(path)])));
  }

  test('give what files of the same names and bytes give, on any number of threads and over broken lines', async () => {
    const { bucket, files, opener } = await place();
    expect(files.map(({ name }) => name)).toEqual([
      'large.jsonl',
      'packed.jsonl.gz',
      'page.html',
      '港口 100%.md',
    ]);
    expect(files[0]).toMatchObject({ path: `s3://${bucket}/crawl/large.jsonl`, isSplittable: true });
    const here = await Promise.all(
      files.map(async (file) => {
        const path = join(folder, 'files', file.name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, input[`crawl/${file.name}`] ?? '');
        return { ...file, path };
      }),
    );
    const expected = await runAll('here', { files: here, numThreads: 1 });
    expect(Object.keys(expected).length).toBeGreaterThan(6);
    expect(await runAll('one', { files, opener, numThreads: 1 })).toEqual(expected);
    let numAnswers = 0;
    fixture.breakLines(() => {
      numAnswers += 1;
      return numAnswers % 3 === 0 ? 3000 : undefined;
    });
    expect(await runAll('eight', { files, opener, numThreads: 8 })).toEqual(expected);
  });

  test('refuse an object that is another since the plan was made', async () => {
    const { bucket, files, opener } = await place();
    await fixture.put(bucket, 'crawl/page.html', '<p>Another page</p>');
    await expect(runAll('changed', { files, opener, numThreads: 1 })).rejects.toMatchObject({
      code: 'documents-changed',
      message: `s3://${bucket}/crawl/page.html was changed after it was listed`,
      hint: expect.stringContaining('plan again'),
    });
  });
});
