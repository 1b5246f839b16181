// Verdicts of our rules beside datatrove's filters on generated documents, and the rates of both. Options: --quick, --json.
// Invariant: each difference is listed with the filter, both reasons and the document's beginning; agreement counts exact reasons only.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { datatroveFilters, findDatatrove } from '../../tools/benchmarking/find-datatrove.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { judgeTexts, rules, timeTexts } from './judge-documents.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const maxBuffer = 1 << 28;

const findPeer = () => findDatatrove(join(here, '.venv'), datatroveFilters, say);

const readLines = async (file) => (await readFile(file, 'utf8')).trim().split('\n').map(JSON.parse);

/** Documents of all families. */
async function makeDocuments(python, folder) {
  const file = join(folder, 'documents.jsonl');
  const made = await run(python, [join(here, 'make_documents.py'), isQuick ? '40' : '400', '1'], {
    maxBuffer,
  });
  await writeFile(file, made.stdout);
  return file;
}

async function askPeer(python, file, folder) {
  const target = join(folder, 'verdicts.jsonl');
  const { stdout } = await run(python, [join(here, 'peer.py'), file, target], { maxBuffer });
  return { verdicts: await readLines(target), ...JSON.parse(stdout.trim().split('\n').at(-1)) };
}

function compare(documents, { ours, theirs }) {
  const agreement = Object.fromEntries(Object.keys(rules).map((name) => [name, 0]));
  const differences = [];
  documents.forEach(({ family, text }, place) => {
    for (const name of Object.keys(rules)) {
      const [got, wanted] = [ours[place][name], theirs[place][name]];
      const isSame = got === wanted && ours[place][`${name}-text`] === theirs[place][`${name}-text`];
      if (isSame) agreement[name] += 1;
      else
        differences.push(
          `${name}: ours ${got}, peer ${wanted}; ${family}: ${JSON.stringify(text.slice(0, 200))}`,
        );
    }
  });
  return { agreement, differences };
}

async function benchmark(folder) {
  const python = await findPeer();
  const file = await makeDocuments(python, folder);
  const documents = await readLines(file);
  const texts = documents.map(({ text }) => text);
  say(`${documents.length} documents`);
  const peer = await askPeer(python, file, folder);
  const { agreement, differences } = compare(documents, {
    ours: await judgeTexts(texts),
    theirs: peer.verdicts,
  });
  for (const difference of differences) say(difference);
  say(`${differences.length} differences`);
  const { seconds, numBytes } = await timeTexts(texts);
  const peerSeconds = peer.chain;
  const peerVersion = `datatrove ${peer.datatrove}, spacy ${peer.spacy}`;
  const [rate, peerRate] = [numBytes / 1e6 / seconds, numBytes / 1e6 / peerSeconds];
  const share = (name) => agreement[name] / documents.length;
  return [
    ...Object.keys(rules).map((name) => ({
      metric: `same verdict, reason and text: ${name}`,
      unit: 'share of documents',
      ours: share(name),
      peer: null,
      peerVersion: null,
      ratio: null,
      goal: '>= 0.999',
      holds: share(name) >= 0.999,
    })),
    {
      metric: 'all statistics and verdicts, one core',
      unit: 'MB/s',
      ours: rate,
      peer: peerRate,
      peerVersion,
      ratio: rate / peerRate,
      goal: '>= 30',
      holds: rate / peerRate >= 30,
    },
    {
      metric: 'rate of all statistics, one core',
      unit: 'MB/s',
      ours: rate,
      peer: null,
      peerVersion: null,
      ratio: null,
      goal: '>= 60',
      holds: rate >= 60,
    },
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('filters-parity', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
