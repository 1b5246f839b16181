// Near duplicates by our default scheme beside the exact answer, and signing beside datatrove, datasketch and rensa. Options: --quick, --json.
// Invariant: precision and recall are of pairs of documents in one cluster; the peers' rates are of the same English documents.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { datatroveMinhash, findDatatrove } from '../../tools/benchmarking/find-datatrove.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { clusterTexts, timeTexts } from './ours.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const maxBuffer = 1 << 29;
const threshold = 0.8;
const numGroups = isQuick ? 300 : 3000;
const findPeer = () =>
  findDatatrove(join(here, '.venv'), [...datatroveMinhash, 'datasketch==2.0.0', 'rensa==0.5.0'], say);

async function askPeer(python, folder) {
  const file = join(folder, 'documents.jsonl');
  const made = await run(python, [join(here, 'make_documents.py'), `${numGroups}`, '1'], { maxBuffer });
  await writeFile(file, made.stdout);
  const target = join(folder, 'answers.json');
  await run(python, [join(here, 'peer.py'), file, `${threshold}`, target], { maxBuffer });
  const documents = made.stdout.trim().split('\n').map(JSON.parse);
  return { documents, ...JSON.parse(await readFile(target, 'utf8')) };
}

/** Pairs of documents with the same keys. */
function countPairs(keys) {
  const sizes = new Map();
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

/** Precision and recall of the pairs that two partitions put together, among documents of one language. */
function score(found, wanted, isCounted) {
  const places = found.map((_, place) => place).filter(isCounted);
  const numFound = countPairs(places.map((place) => found[place]));
  const numWanted = countPairs(places.map((place) => wanted[place]));
  const numBoth = countPairs(places.map((place) => `${found[place]} ${wanted[place]}`));
  const [precision, recall] = [numBoth / numFound, numBoth / numWanted];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), numWanted };
}

const alone = { peer: null, peerVersion: null, ratio: null };

function scoreLanguages(documents, { found, wanted }) {
  return ['en', 'zh'].flatMap((language) => {
    const scores = score(found, wanted, (place) => documents[place].language === language);
    say(`${language}: ${scores.numWanted} pairs of documents are in one cluster by the exact answer`);
    const goals = { precision: 0.9, recall: 0.9, f1: 0.95 };
    return Object.entries(goals).map(([name, least]) => ({
      metric: `${name} at ${threshold}, ${language}`,
      unit: 'share of pairs',
      ours: scores[name],
      ...alone,
      goal: `>= ${least}`,
      holds: scores[name] >= least,
    }));
  });
}

async function benchmark(folder) {
  const { documents, firsts, rates, versions } = await askPeer(await findPeer(), folder);
  const texts = documents.map(({ text }) => text);
  const found = await clusterTexts(texts, { folder: join(folder, 'clusters'), threshold });
  const metrics = scoreLanguages(documents, { found, wanted: firsts });
  for (const language of ['en', 'zh']) {
    const ours = await timeTexts(texts.filter((_, place) => documents[place].language === language));
    const own = { metric: `rate of signing, one core, ${language}`, unit: 'MB/s', ours, ...alone };
    metrics.push({ ...own, goal: '>= 150', holds: ours >= 150 });
    if (language === 'zh') continue;
    for (const [name, peer] of Object.entries(rates)) {
      const ratio = ours / peer;
      const beside = { peer, peerVersion: `${name} ${versions[name]}`, ratio };
      metrics.push({
        ...own,
        metric: `signing beside ${name}`,
        ...beside,
        goal: '>= 10 times',
        holds: ratio >= 10,
      });
    }
  }
  return metrics;
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('minhash', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
