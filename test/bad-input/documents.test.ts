/** Bad documents: each is a clear error or set aside with a reason and counted; what was made before stays, and the next start is fine. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Digest, type ErrorData, type Run, run as runSchema } from '@slipway/contracts';
import { documents } from '@slipway/stages';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { openGateBench } from '../gates/gate-bench.ts';
import { documentSteps, makeDocument, writeRecipe } from './write-recipe.ts';

const isRoot = process.getuid?.() === 0;
if (isRoot)
  console.warn('skipped: root may read every file, so an unreadable one is tried only by another user');

describe('documents that are not what they should be', () => {
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;

  beforeAll(async () => {
    slipway = await openSlipway();
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
  }, 60_000);

  const makeFolder = async (name: string, numGood = 6) => {
    const folder = join(slipway.folder, name);
    await mkdir(folder);
    for (let number = 0; number < numGood; number += 1)
      await writeFile(join(folder, `good-${number}.md`), makeDocument(number));
    return folder;
  };
  const take = async (folder: string): Promise<{ exitCode: number | null; run: Run; seen: string }> => {
    const recipe = await writeRecipe(slipway.folder, documentSteps(folder));
    const { exitCode, last, output, errors } = await slipway.runJson('run', recipe);
    return { exitCode, run: runSchema.parse(last), seen: output + errors };
  };
  const outputOf = (run: Run, step: string) =>
    Object.values(run.steps.find((one) => one.name === step)?.outputs ?? {})[0];
  const readLines = async (artifact: Digest | undefined, path: string) => {
    const at = (kind: string, digest: string) => {
      const hex = digest.slice('sha256:'.length);
      return join(slipway.home, 'store', kind, hex.slice(0, 2), kind === 'manifests' ? `${hex}.json` : hex);
    };
    const { files } = JSON.parse(await readFile(at('manifests', artifact as string), 'utf8')) as {
      files: { path: string; digest: string }[];
    };
    const blob = files.find((file) => file.path === path)?.digest;
    const text = blob === undefined ? '' : await readFile(at('blobs', blob), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const expectError = (error: ErrorData | undefined, code: string, message: RegExp) => {
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\w{4}/) });
    expect(error?.message).toMatch(message);
  };

  it('refuses a folder that is missing, or holds nothing to read, before a run starts', {
    timeout: 600_000,
  }, async () => {
    const other = await makeFolder('other', 0);
    await writeFile(join(other, 'picture.png'), 'x');
    const { exitCode, last } = await slipway.runJson(
      'run',
      await writeRecipe(slipway.folder, documentSteps(other)),
    );
    expect(exitCode).toBe(1);
    expectError((last as { error: ErrorData }).error, 'documents-empty', /1 \.png/);
    const recipe = await writeRecipe(slipway.folder, documentSteps(join(slipway.folder, 'nowhere')));
    const told = await slipway.run('run', recipe);
    expect(told.exitCode).toBe(1);
    expect(told.errors).toMatch(/there is no file or folder .*nowhere/);
    expect(told.errors).toMatch(/What to do: Give the path/);
    expect(told.errors).not.toMatch(/started/);
  });

  it('sets bad files aside among good ones, each with its reason', { timeout: 120_000 }, async () => {
    const folder = await makeFolder('mixed');
    await writeFile(
      join(folder, 'binary.md'),
      Buffer.from(Array.from({ length: 5000 }, (_, place) => (place * 37) % 256)),
    );
    const latin = Buffer.concat([
      Buffer.from(makeDocument(50)),
      Buffer.from('\u00e9\u00e8'.repeat(400), 'latin1'),
    ]);
    await writeFile(join(folder, 'latin.md'), latin);
    const noise = Array.from({ length: 800 }, (_, place) => [0xff, 0x81, 0xfe, 0x8d, 0x90][place % 5] ?? 0);
    await writeFile(
      join(folder, 'noise.md'),
      Buffer.concat([Buffer.from(makeDocument(52)), Buffer.from(noise)]),
    );
    const oneByte = Buffer.concat([Buffer.from(makeDocument(51)), Buffer.from([0xff])]);
    await writeFile(join(folder, 'one-bad-byte.md'), oneByte);
    await symlink('loop-b.md', join(folder, 'loop-a.md'));
    await symlink('loop-a.md', join(folder, 'loop-b.md'));
    await symlink('.', join(folder, 'round'));
    await symlink('gone.md', join(folder, 'broken.md'));
    await symlink('/etc/hostname', join(folder, 'outside.md'));
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.md')]);
    const { exitCode, run } = await take(folder);
    expect({ exitCode, error: run.error }).toEqual({ exitCode: 0 });
    const aside = await readLines(outputOf(run, 'documents'), 'set-aside.jsonl');
    expect(Object.fromEntries(aside.map((one) => [one.path, one.reason]))).toMatchObject({
      'loop-a.md': 'symlink-loop',
      'loop-b.md': 'symlink-loop',
      'broken.md': 'symlink-broken',
      'pipe.md': 'not-a-file',
      'outside.md': expect.stringMatching(/symlink/),
    });
    const dropped = await readLines(outputOf(run, 'dataset'), 'dropped.jsonl');
    expect(Object.fromEntries(dropped.map((one) => [one.path, one.reason]))).toEqual({
      'binary.md': 'binary',
      'noise.md': 'invalid-encoding',
    });
    const kept = await readLines(outputOf(run, 'dataset'), 'documents.jsonl');
    expect(kept.map((one) => one.path).sort()).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((number) => `good-${number}.md`),
      // Its accented letters are read as what they are.
      'latin.md',
      'one-bad-byte.md',
    ]);
  });

  it.skipIf(isRoot)('sets an unreadable file aside', { timeout: 60_000 }, async () => {
    const folder = await makeFolder('closed');
    await writeFile(join(folder, 'closed.md'), makeDocument(60), { mode: 0 });
    const { exitCode, run } = await take(folder);
    expect(exitCode).toBe(0);
    expect(await readLines(outputOf(run, 'documents'), 'set-aside.jsonl')).toMatchObject([
      { path: 'closed.md', reason: 'unreadable' },
    ]);
  });

  it('stops where nothing is kept, and says why', { timeout: 60_000 }, async () => {
    const folder = await makeFolder('nothing-kept', 0);
    await writeFile(join(folder, 'binary.md'), Buffer.alloc(1000));
    const { exitCode, run } = await take(folder);
    expect(exitCode).toBe(1);
    expectError(run.error, 'documents-none-kept', /1 binary/);
  });

  it('holds neither a 400 MB line nor a 400 MB record in memory', { timeout: 300_000 }, async () => {
    // What a machine's threads and buffers take is its own; that it does not grow with what is too long is ours.
    const peaksBytes: number[] = [];
    for (const numBytes of [50e6, 400e6]) {
      const folder = await makeFolder(`huge-${numBytes}`);
      await writeRepeated(join(folder, 'line.md'), 'one and the same line without end ', numBytes);
      await writeRepeated(join(folder, 'record.jsonl'), '{"text": "no end of it ', numBytes);
      const peaks = watchPeaks(slipway.home);
      const { exitCode, run } = await take(folder);
      peaksBytes.push(peaks.stop());
      await rm(folder, { recursive: true });
      expect({ exitCode, error: run.error }).toEqual({ exitCode: 0 });
      const dropped = await readLines(outputOf(run, 'dataset'), 'dropped.jsonl');
      expect(dropped.map((one) => [one.path, one.reason]).sort()).toEqual([
        ['line.md', 'too-large'],
        ['record.jsonl#0', 'too-large'],
      ]);
    }
    const [shortBytes = 0, longBytes = 0] = peaksBytes;
    expect(shortBytes).toBeGreaterThan(30e6);
    expect(longBytes - shortBytes).toBeLessThan(200e6);
  });

  it('sets aside what was removed or changed between plan and run', { timeout: 120_000 }, async () => {
    const folder = await makeFolder('moving');
    const recipe = await writeRecipe(slipway.folder, documentSteps(folder));
    expect((await slipway.run('run', recipe, '--dry-run')).exitCode).toBe(0);
    await rm(join(folder, 'good-0.md'));
    const { last } = await slipway.runJson('run', recipe);
    expect(runSchema.parse(last).state).toBe('succeeded');

    // Between the survey, which names contents, and the copying that follows it.
    const bench = await openGateBench();
    try {
      const surveyed = await documents.survey?.(documents.spec.parse({ path: folder }), {
        signal: new AbortController().signal,
        workingDirectory: folder,
      });
      await rm(join(folder, 'good-1.md'));
      await writeFile(join(folder, 'good-2.md'), 'changed');
      const hosted = await bench.host({
        stage: documents as never,
        spec: { path: folder },
        survey: surveyed ?? null,
        inputs: {},
      });
      const taken = hosted.outputs?.documents as Digest;
      expect((await bench.store.readManifest(taken)).facts).toMatchObject({
        numDocuments: 3,
        numSetAside: 2,
      });
      const text = await readFile(await bench.store.locateFile(taken, 'set-aside.jsonl'), 'utf8');
      expect(text).toMatch(/"path":"good-1.md".*"reason":"vanished"/);
      expect(text).toMatch(/"path":"good-2.md".*"reason":"changed"/);
    } finally {
      await bench.dispose();
    }
  });

  it('has lost nothing of all that', { timeout: 60_000 }, async () => {
    const folder = join(slipway.folder, 'mixed');
    const { exitCode, run } = await take(folder);
    expect(exitCode).toBe(0);
    expect(run.steps.map((one) => one.state)).toEqual(['reused', 'reused']);
  });
});

async function writeRepeated(path: string, text: string, numBytes: number): Promise<void> {
  const chunk = Buffer.from(text.repeat(Math.ceil(2 ** 20 / text.length)));
  const file = await open(path, 'w');
  for (let written = 0; written < numBytes; written += chunk.length) await file.write(chunk);
  await file.close();
}

/** Watches the attempts of a home and keeps the largest peak of their memory, as the kernel counts it. */
function watchPeaks(home: string): { stop(): number } {
  let peakBytes = 0;
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0attempt\0${home}`)) continue;
        const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        peakBytes = Math.max(peakBytes, Number(peak ?? 0) * 1024);
      } catch {
        // It has ended meanwhile.
      }
    }
  }, 50);
  return {
    stop: () => {
      clearInterval(timer);
      return peakBytes;
    },
  };
}
