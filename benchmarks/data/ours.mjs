// One run of our data factory over files of class B. Use: node ours.mjs OPTIONS, where OPTIONS is JSON: files, folder, tokenizer, threads,
// benchmark (benchmark.jsonl or null), sequenceTokens (packs the shards into sequences of so many; absent: no packing), html (as in a recipe). Prints JSON: seconds and CPU seconds by phase, the funnel, tokens and peak memory.
// Invariant: the work folder is emptied first, so that nothing is reused.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildContaminationIndex,
  createBestFitPacker,
  defaultPipelineRecipe,
  findFormat,
  loadKernels,
  openTokenShards,
  openTokenShardWriter,
  packShards,
  runPipeline,
} from '../../packages/text/dist/index.js';

const options = JSON.parse(process.argv[2]);
const digestOf = (path) => `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;

async function buildIndex(path, target) {
  const items = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const texts = items.map(({ id, text }) => ({ benchmark: 'planted', item: `${id}`, text }));
  const { bytes } = await buildContaminationIndex(texts, await loadKernels());
  writeFileSync(target, bytes);
  return { path: target, digest: digestOf(target), benchmarks: ['planted'] };
}

const endOfText = 151_643;
const vocabularySize = 151_936;

/** Whole documents in sequences, best fit; padded by the end of text. @returns the share of ids that is no padding */
async function pack({ folder, sequenceTokens }) {
  const reader = openTokenShards(join(folder, 'shards'));
  const packing = { sequenceTokens, padding: endOfText };
  const writer = await openTokenShardWriter(join(folder, 'packed'), {
    vocabularySize,
    tokenizerDigest: reader.manifest.tokenizerDigest,
    shardTokens: sequenceTokens * 16_384,
    packing,
  });
  const { utilisation } = await packShards({ reader, packer: createBestFitPacker(packing), writer });
  reader.close();
  return utilisation;
}

/** Tells how long each phase took, on the clock and in CPU time of all threads. */
function createPhaseClock() {
  const phases = {};
  let open;
  const close = () => {
    if (!open) return;
    const { user, system } = process.cpuUsage(open.cpu);
    phases[open.name] = { seconds: (performance.now() - open.at) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
  return {
    enter(name) {
      if (open?.name === name) return;
      close();
      open = { name, at: performance.now(), cpu: process.cpuUsage() };
    },
    finish() {
      close();
      return phases;
    },
  };
}

rmSync(options.folder, { recursive: true, force: true });
await mkdir(options.folder, { recursive: true });
const files = options.files.map((path) => {
  const { size } = statSync(path);
  return { path, name: path, ...findFormat(path), numBytes: size, version: String(size) };
});
const contamination = options.benchmark
  ? await buildIndex(options.benchmark, join(options.folder, 'benchmark.index'))
  : undefined;
const clock = createPhaseClock();
const start = performance.now();
const startCpu = process.cpuUsage();
const { card, shards } = await runPipeline({
  files,
  recipe: {
    ...defaultPipelineRecipe,
    ...(options.html ? { html: options.html } : {}),
  },
  folder: options.folder,
  numThreads: options.threads,
  tokenizer: {
    path: options.tokenizer,
    digest: digestOf(options.tokenizer),
    vocabularySize,
    endOfText,
  },
  aids: contamination ? { contamination } : {},
  onProgress: ({ phase }) => clock.enter(phase),
});
if (options.sequenceTokens) clock.enter('packing');
const utilisation = options.sequenceTokens ? await pack(options) : undefined;
const phases = clock.finish();
const { user, system } = process.cpuUsage(startCpu);
console.log(
  JSON.stringify({
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    phases,
    utilisation,
    numBytes: files.reduce((sum, { numBytes }) => sum + numBytes, 0),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    numTokens: shards.numTokens,
    numTokensScanned: countScanned(card),
    input: card.input,
    funnel: card.funnel,
    personalData: card.personalData,
    contamination: card.contamination,
    shards: shards.shards.map(({ indexDigest }) => indexDigest),
  }),
);

/** Tokens of all that came in, each language counted by the tokens a byte of what was kept of it. */
function countScanned({ languages, tokens }) {
  const all = Object.values(tokens.languages);
  const mean =
    all.reduce((sum, { numTokens }) => sum + numTokens, 0) /
    all.reduce((sum, { numBytes }) => sum + numBytes, 0);
  return Math.round(
    Object.entries(languages).reduce((sum, [language, { input }]) => {
      const counts = tokens.languages[language];
      return sum + input.numBytes * (counts ? counts.numTokens / counts.numBytes : mean);
    }, 0),
  );
}
