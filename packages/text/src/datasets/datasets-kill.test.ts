import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { digestBytes } from '../hash/digest-bytes.ts';
import { writeTokenizerJson } from '../tokenizer/write-tokenizer-json.ts';
import { trainTokenizer } from '../tokenizer-training/train-tokenizer.ts';
import { countDatasetPieces } from './count-dataset-pieces.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const script = fileURLToPath(new URL('./__fixtures__/write-tokens.mjs', import.meta.url));
const numKills = 3;
const vocabularySize = 400;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-datasets-kill-'));
  const lines = Array.from({ length: 320 }, (_, place) =>
    JSON.stringify({
      document: `sha256:${place}`,
      language: place % 2 === 0 ? 'en' : 'zh',
      split: 'train',
      text: (place % 2 === 0 ? `Ship ${place} is at sea. ` : `第${place}号船在海上。`).repeat(
        200 + (place % 97),
      ),
    }),
  );
  await writeFile(join(folder, 'documents.jsonl'), `${lines.join('\n')}\n`);
  const { pieces } = await countDatasetPieces({
    paths: [join(folder, 'documents.jsonl')],
    choice: { split: 'train' },
    splitPattern: 'o200k',
    mostPieces: 65_536,
    numThreads: 2,
  });
  const specialTokens = ['<|endoftext|>'];
  const vocabulary = trainTokenizer(pieces, { splitPattern: 'o200k', vocabularySize, specialTokens });
  await writeFile(join(folder, 'tokenizer.json'), writeTokenizerJson(vocabulary));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the process on a folder of its own. @param killAfterMs kills it then, if it is still there */
async function run(name: string, killAfterMs?: number): Promise<{ isKilled: boolean; durationMs: number }> {
  const options = {
    path: join(folder, 'documents.jsonl'),
    folder: join(folder, name),
    output: join(folder, `${name}-output`),
    key: 'one',
    choice: { split: 'train' },
    tokenizerPath: join(folder, 'tokenizer.json'),
    endOfText: 0,
    shards: {
      vocabularySize,
      tokenizerDigest: digestBytes('tokenizer'),
      shardTokens: 20_000,
    },
    numThreads: 2,
    rangeBytes: 100_000,
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  if (killAfterMs === undefined) expect(code).toBe(0);
  return { isKilled: code === null, durationMs: performance.now() - startedAt };
}

/** Every file of a folder by the digest of its bytes. */
async function digestFolder(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  const entries = names.map(async (name) => [name, digestBytes(await readFile(join(path, name)))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

test('killed at any moment, the next start goes on and the bytes are the same', async () => {
  const { durationMs } = await run('undisturbed');
  const expected = await digestFolder(join(folder, 'undisturbed-output'));
  const tokens = await digestFolder(join(folder, 'undisturbed', 'shards'));
  let numKilled = 0;
  for (let kill = 1; kill <= numKills; kill += 1) {
    const name = `killed-${kill}`;
    const { isKilled } = await run(name, (durationMs * kill) / (numKills + 1));
    if (isKilled) numKilled += 1;
    // A second kill, of what went on after the first.
    await run(name, durationMs / 3);
    await run(name);
    expect(await digestFolder(join(folder, `${name}-output`))).toEqual(expected);
    expect(await digestFolder(join(folder, name, 'shards'))).toEqual(tokens);
  }
  expect(numKilled).toBeGreaterThan(numKills / 2);
});
