import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Digest } from '@slipway/contracts';
import { type ObjectStorage, openS3Objects } from '@slipway/core';
import { startS3Server } from '@slipway/core/testing';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../testing/make-archives.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { documents } from './index.ts';
import type { BucketSurvey } from './survey-bucket.ts';

const server = await startS3Server();
afterAll(() => server?.close());

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  server?.breakLines(() => undefined);
  await bench.dispose();
});

describe.skipIf(!server)('documents of a bucket (needs moto: pip install "moto[server]")', () => {
  const fixture = server as NonNullable<typeof server>;
  const objects: ObjectStorage = openS3Objects(
    fixture?.connection ?? { region: 'us-east-1', isPathStyle: true },
    { firstPauseMs: 1 },
  );
  const signal = () => new AbortController().signal;

  async function place(files: Record<string, string | Uint8Array>): Promise<string> {
    const bucket = await fixture.makeBucket();
    for (const [key, body] of Object.entries(files)) await fixture.put(bucket, key, body);
    return bucket;
  }
  const survey = (path: string, spec: object = {}) =>
    documents.survey?.(documents.spec.parse({ path, ...spec }), {
      signal: signal(),
      workingDirectory: bench.folder,
      objects,
    }) as Promise<BucketSurvey & { [field: string]: never }>;
  const paths = async (path: string, spec: object = {}) =>
    (await survey(path, spec)).objects.map((object) => object.path);
  const take = async (
    path: string,
    { spec = {}, surveyed }: { spec?: object; surveyed?: BucketSurvey } = {},
  ) =>
    (
      await bench.run(documents, {
        spec: { path, ...spec },
        survey: (surveyed ?? (await survey(path, spec))) as never,
        over: { objects },
      })
    ).documents as Digest;
  const reasons = async (artifact: Digest) =>
    (await bench.readLines<{ path: string; reason: string }>(artifact, 'set-aside.jsonl')).map(
      ({ path, reason }) => `${path} ${reason}`,
    );

  const crawl = {
    'crawl/one/warc/b.warc.gz': gzipSync('WARC'),
    'crawl/one/wat/b.wat.gz': 'no',
    'crawl/two/warc/a.warc.gz': gzipSync('WARC'),
    'crawl/two/warc/.part.warc.gz': 'no',
    'crawl/notes.md': '# Notes',
    'crawl/[draft]/e.md': '# E',
    'crawl-old/x.md': '# X',
    'a.md': '# A',
  };

  test('a prefix is a folder, patterns and include and exclude choose, a key with marks is taken by its letters', async () => {
    const bucket = await place(crawl);
    const at = (key: string) => `s3://${bucket}/${key}`;
    const warcs = ['one/warc/b.warc.gz', 'two/warc/a.warc.gz'];
    expect(await paths(at('crawl/*/warc/*.warc.gz'))).toEqual(warcs);
    expect(await paths(at('crawl'))).toEqual(['[draft]/e.md', 'notes.md', ...warcs]);
    expect(await paths(at('crawl/'), { include: ['**/*.gz'], exclude: ['two/**'] })).toEqual([warcs[0]]);
    expect(await paths(at('crawl/[draft]'))).toEqual(['e.md']);
    expect(await paths(at('crawl/notes.md'))).toEqual(['notes.md']);
    expect(await paths(at('{a,b}.md'))).toEqual(['a.md']);
    expect(await paths(`s3://${bucket}`, { maxDocuments: 2 })).toHaveLength(2);
    expect(await survey(at('crawl/t*/**/*.gz'))).toEqual({
      bucket,
      root: 'crawl/',
      objects: [{ path: warcs[1], sizeBytes: expect.any(Number), entityTag: expect.any(String) }],
      setAside: [],
      unwanted: {},
    });
    const preflight = (path: string) =>
      documents.preflight?.(documents.spec.parse({ path }), {
        signal: signal(),
        workingDirectory: bench.folder,
        objects,
      });
    await expect(preflight(at('crawl'))).resolves.toBeUndefined();
    await expect(preflight(at('crawl/*.pdf'))).rejects.toMatchObject({ code: 'documents-empty' });
    await expect(paths(at('nowhere/*.md'))).rejects.toMatchObject({ code: 'documents-missing' });
    await expect(paths(at('crawl/one/wat'))).rejects.toMatchObject({
      code: 'documents-empty',
      message: expect.stringContaining('1 .wat'),
    });
  });

  test.each(['s3://', 's3:///key', 's3://AKIA:secret@bucket/a', 's3://bucket/a/../b'])(
    'the address %s is refused before anything is asked, and not repeated',
    (path) => {
      const refusal = documents.spec.safeParse({ path }).error?.issues[0]?.message ?? '';
      expect(refusal).toContain('s3://BUCKET/KEY');
      expect(refusal).not.toContain('secret');
    },
  );

  test('takes objects byte for byte, and says where they came from', async () => {
    const bucket = await place({
      'in/b.md': '# B',
      'in/港口 100%.md': '# 港口',
      'in/old.zip': zipSync({ 'd.md': Buffer.from('# D'), 'e.png': Buffer.from('no') }),
    });
    const artifact = await take(`s3://${bucket}/in`);
    expect(await bench.readLines(artifact, 'documents.jsonl')).toEqual([
      { path: 'b.md', document: `sha256:${sha256('# B')}`, sizeBytes: 3 },
      { path: 'old.zip/d.md', document: `sha256:${sha256('# D')}`, sizeBytes: 3 },
      { path: '港口 100%.md', document: `sha256:${sha256('# 港口')}`, sizeBytes: 8 },
    ]);
    expect(await bench.readText(artifact, 'files/港口 100%.md')).toBe('# 港口');
    expect(await bench.readText(artifact, 'files/old.zip/d.md')).toBe('# D');
    const manifest = await bench.store.readManifest(artifact);
    expect(manifest.spec).toMatchObject({ origin: `s3://${bucket}/in/` });
    expect(JSON.stringify([manifest, bench.warnings])).not.toMatch(/testing|127\.0\.0\.1/);
    expect(bench.progress.at(-1)).toMatchObject({ unit: 'bytes', done: bench.progress.at(-1)?.total });
    expect(await take(`s3://${bucket}/in`)).toBe(artifact);
  });

  test('no key leaves the folder', async () => {
    const bucket = await place({
      'in/a.md': '# A',
      'in/../up.md': 'no',
      'in/b/../../up.md': 'no',
      'in//double.md': 'no',
      'in/./dot.md': 'no',
      'in/a.md/below.md': 'no',
      [`in/${'x'.repeat(300)}.md`]: 'no',
      'in/marker/': '',
    });
    const artifact = await take(`s3://${bucket}/in/`);
    expect(await reasons(artifact)).toEqual(
      ['../up.md', './dot.md', '/double.md', 'b/../../up.md', `${'x'.repeat(300)}.md`, 'a.md/below.md'].map(
        (path) => `${path} unsafe-path`,
      ),
    );
    const { files } = await bench.store.readManifest(artifact);
    expect(files.map(({ path }) => path)).toEqual(['documents.jsonl', 'files/a.md', 'set-aside.jsonl']);
    expect(bench.warnings.join()).toContain('6 unsafe-path (../up.md, …)');
  });

  test('an object that changed or went since it was listed is set aside, and the snapshot is not reused', async () => {
    const bucket = await place({ 'a.md': '# A', 'b.md': '# B', 'c.md': '# C' });
    const surveyed = await survey(`s3://${bucket}`);
    await fixture.put(bucket, 'a.md', '# Z');
    await fixture.remove(bucket, 'b.md');
    const artifact = await take(`s3://${bucket}`, { surveyed });
    expect(await reasons(artifact)).toEqual(['a.md changed', 'b.md vanished']);
    expect(bench.warnings).toEqual([
      'set aside since the bucket was listed: 2 documents; another run takes them again',
    ]);
    expect(await survey(`s3://${bucket}`)).not.toEqual(surveyed);
    const gone = await place({ 'a.md': '# A' });
    const before = await survey(`s3://${gone}`);
    await fixture.remove(gone, 'a.md');
    await expect(take(`s3://${gone}`, { surveyed: before })).rejects.toMatchObject({
      code: 'documents-empty',
    });
  });

  test('an attempt after one that was cut off asks for what is missing and no more', async () => {
    const large = Buffer.alloc(2_000_000, 'harbour ');
    const bucket = await place({ 'a.md': '# A', 'large.md': large });
    const surveyed = await survey(`s3://${bucket}`);
    const stop = new AbortController();
    fixture.breakLines(({ path }) => (path.includes('large.md') ? 800_000 : undefined));
    const isArriving = () => {
      const { done = 0 } = bench.progress.at(-1) ?? {};
      if (done > 500_000) stop.abort();
    };
    const watched: ObjectStorage = {
      ...objects,
      async *read(object, range) {
        for await (const chunk of objects.read(object, range)) {
          yield chunk;
          isArriving();
        }
      },
    };
    const spec = { path: `s3://${bucket}` };
    const over = { objects: watched };
    await expect(
      bench.run(documents, { spec, survey: surveyed as never, signal: stop.signal, over }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const left = await readdir(join(bench.folder, 'scratch', 'documents', 'objects'), { recursive: true });
    expect(left.filter((name) => name.endsWith('.part'))).toHaveLength(1);
    fixture.breakLines(() => undefined);
    fixture.requests.length = 0;
    const artifact = await take(`s3://${bucket}`, { surveyed });
    expect(await bench.readText(artifact, 'files/large.md')).toBe(large.toString());
    expect(fixture.requests).toHaveLength(1);
    expect(Number(/^bytes=(\d+)-1999999$/.exec(fixture.requests[0]?.range ?? '')?.[1])).toBeGreaterThan(
      500_000,
    );
    expect(await take(`s3://${bucket}`)).toBe(artifact);
  });

  test('the plan tells objects and bytes', async () => {
    const bucket = await place({ 'a.md': '# A', 'b.md': '# BB' });
    const { plan } = documents;
    const planned = plan({
      spec: documents.spec.parse({ path: `s3://${bucket}` }),
      survey: await survey(`s3://${bucket}`),
      inputs: {},
      machine: (await bench.context(documents, { spec: { path: `s3://${bucket}` }, over: { objects } }))
        .machine,
    });
    expect(planned.estimate.basis.en).toBe(`2 objects of bucket ${bucket}, 0.0 MB`);
    expect(planned.outputs.documents).toEqual({ sizeBytes: 7, facts: { numDocuments: 2 } });
  });
});
