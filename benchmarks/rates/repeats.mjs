// How fast repeated lines and stretches are marked, matched and cut out, and documents of a plan go through its other phases.
// Invariant: a fifth of the lines stood before, and one document in four has a long stretch of another; words are drawn, so text is none.

import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPipelineRecipe, measuredRates, measureRates } from '../../packages/text/dist/index.js';

const syllables = 'ka lo mi ren sto va du fel gri no pa tor ule wen zi sha'.split(' ');

function createWords(seed) {
  let state = seed;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state;
  };
  const word = () => Array.from({ length: 2 + (next() % 2) }, () => syllables[next() % 16]).join('');
  const line = (numWords = 14) => `The ${Array.from({ length: numWords }, word).join(' ')}.`;
  return { next, line };
}

function* makeDocuments(numBytes) {
  const { next, line } = createWords(7);
  const common = Array.from({ length: 2000 }, () => line());
  const stories = Array.from({ length: 200 }, () => line(60));
  for (let made = 0; made < numBytes; ) {
    const lines = Array.from({ length: 30 }, () => (next() % 5 === 0 ? common[next() % 2000] : line()));
    if (next() % 4 === 0) lines.push(`${line(5)} ${stories[next() % 200]} ${line(5)}`);
    const json = `${JSON.stringify({ text: lines.join('\n') })}\n`;
    made += json.length;
    yield json;
  }
}

/** @returns the rates of `measureRates`, in CPU time of one core */
export async function measureRepeats({ numBytes }) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-repeats-'));
  try {
    const path = join(folder, 'web.jsonl');
    await writeFile(path, makeDocuments(numBytes));
    const file = { path, name: 'web.jsonl', format: 'jsonl', isSplittable: true, version: 'made' };
    const recipe = {
      ...defaultPipelineRecipe,
      quality: { '*': 'none' },
      repeats: { lines: { kind: 'line', span: 1 }, stretches: { minBytes: 200 } },
    };
    return await measureRates({
      files: [{ ...file, numBytes: (await stat(path)).size }],
      recipe,
      folder: join(folder, 'sample'),
      numThreads: 1,
      origin: 'benchmarks/rates',
      table: measuredRates,
      sampleBytes: numBytes * 2,
      leastSeconds: 0,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
