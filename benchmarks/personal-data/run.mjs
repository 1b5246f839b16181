// Personal data found by packages/text, by datatrove and by presidio in sentences with planted data, and false alarms in those without.
// Options: --quick, --json. Invariant: recall counts planted data that a find of its kind covers whole; a false alarm is a find that
// touches nothing planted of its kind. Mobiles and other telephones count as one kind.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensurePython } from '../../tools/benchmarking/ensure-python.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const maxBuffer = 1 << 28;
const pins = ['datatrove==0.10.1', 'presidio-analyzer==2.2.366', 'phonenumbers==9.0.43'];
const numEach = isQuick ? 50 : 400;
const seed = 7;

/** Ordinary prose for the rate: the Markdown files of what is installed here. */
async function writeProse(target) {
  const parts = [];
  let numBytes = 0;
  for (const entry of await readdir(join(root, 'node_modules'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.md$/i.test(entry.name) || numBytes > 8_000_000) continue;
    const bytes = await readFile(join(entry.parentPath ?? entry.path, entry.name));
    parts.push(bytes);
    numBytes += bytes.length;
  }
  await writeFile(target, Buffer.concat(parts));
}

const fold = (kind) => (kind === 'chinese-mobile' ? 'phone' : kind);

/** For each kind: planted, found whole, and finds that touch nothing planted of the kind. */
function score(rows, finds) {
  const tallies = {};
  const tally = (kind) => (tallies[fold(kind)] ??= { numPlanted: 0, numFound: 0, numAlarms: 0 });
  rows.forEach(({ planted }, place) => {
    for (const { kind, start, end } of planted) {
      tally(kind).numPlanted += 1;
      const isFound = finds[place].some(
        (find) => fold(find.kind) === fold(kind) && find.start <= start && find.end >= end,
      );
      if (isFound) tally(kind).numFound += 1;
    }
    for (const find of finds[place]) {
      const isTouching = planted.some(
        ({ kind, start, end }) => fold(kind) === fold(find.kind) && find.start < end && find.end > start,
      );
      if (!isTouching) tally(find.kind).numAlarms += 1;
    }
  });
  return tallies;
}

const recallOf = ({ numPlanted, numFound }) => numFound / numPlanted;

function metricsOfPeer(ours, { theirs, peer }) {
  return peer.kinds.flatMap((kind) => {
    const [own, other] = [ours[kind], theirs[kind]];
    const [recall, peerRecall] = [recallOf(own), recallOf(other)];
    const base = { peerVersion: peer.version };
    return [
      {
        metric: `recall: ${kind}`,
        unit: 'share',
        ours: recall,
        peer: peerRecall,
        ...base,
        ratio: recall / peerRecall,
        goal: '>= 1',
        holds: recall >= peerRecall,
      },
      {
        metric: `false alarms: ${kind}`,
        unit: 'finds',
        ours: own.numAlarms,
        peer: other.numAlarms,
        ...base,
        ratio: other.numAlarms === 0 ? null : own.numAlarms / other.numAlarms,
        goal: '<= 1',
        holds: own.numAlarms <= other.numAlarms,
      },
    ];
  });
}

const alone = (metric, rest) => ({ metric, ...rest, peer: null, peerVersion: null, ratio: null });

async function ask(command, args) {
  const { stdout } = await run(command, args, { maxBuffer });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

async function benchmark(folder) {
  const python = await ensurePython(join(here, '.venv'), pins, say);
  const corpus = join(folder, 'corpus.jsonl');
  const { stdout } = await run(process.execPath, [join(here, 'generate.mjs'), `${numEach}`, `${seed}`], {
    maxBuffer,
  });
  await writeFile(corpus, stdout);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const prose = join(folder, 'prose.txt');
  await writeProse(prose);
  const answer = await ask(process.execPath, [join(here, 'ours.mjs'), corpus, prose]);
  const ours = score(rows, answer.finds);
  const metrics = Object.entries(ours).flatMap(([kind, tally]) => [
    ...(tally.numPlanted === 0
      ? []
      : [
          alone(`recall: ${kind}`, {
            unit: 'share',
            ours: recallOf(tally),
            goal: '>= 0.98',
            holds: recallOf(tally) >= 0.98,
          }),
        ]),
    alone(`false alarms: ${kind}, ${rows.length} sentences`, {
      unit: 'finds',
      ours: tally.numAlarms,
      goal: '<= 0.1 %',
      holds: tally.numAlarms <= rows.length / 1000,
    }),
  ]);
  for (const name of ['datatrove', 'presidio']) {
    say(`asking ${name}`);
    const peer = await ask(python, [join(here, 'peer.py'), name, corpus]);
    metrics.push(...metricsOfPeer(ours, { theirs: score(rows, peer.finds), peer }));
    const speed = peer.seconds / answer.seconds;
    metrics.push({
      ...alone(`all kinds, times as fast as ${name} for its own`, {
        unit: 'times',
        ours: speed,
        goal: '>= 10',
        holds: speed >= 10,
      }),
      peerVersion: peer.version,
    });
  }
  metrics.push(
    alone('rate on Markdown, one core', {
      unit: 'MB/s',
      ours: answer.rate,
      goal: '>= 300',
      holds: answer.rate >= 300,
    }),
  );
  return metrics;
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('personal-data', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
