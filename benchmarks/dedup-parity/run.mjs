// Signatures and clusters of our classic modes beside datatrove's MinHash and NeMo Curator's. Options: --quick, --json.
// Invariant: each difference is listed with the mode, the family and the document's beginning.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { datatroveMinhash, findDatatrove } from '../../tools/benchmarking/find-datatrove.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { answerTexts } from './ours.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);
const maxBuffer = 1 << 28;
const findPeer = () => findDatatrove(join(here, '.venv'), [...datatroveMinhash, 'mmh3==5.3.1'], say);

const readLines = async (file) => (await readFile(file, 'utf8')).trim().split('\n').map(JSON.parse);

async function askPeer(python, folder) {
  const file = join(folder, 'documents.jsonl');
  const numGroups = isQuick ? '200' : '2400';
  const made = await run(python, [join(here, 'make_documents.py'), numGroups, '1'], { maxBuffer });
  await writeFile(file, made.stdout);
  const target = join(folder, 'answers.jsonl');
  const { stdout } = await run(python, [join(here, 'peer.py'), file, target], { maxBuffer });
  const facts = JSON.parse(stdout.trim().split('\n').at(-1));
  return { documents: await readLines(file), answers: await readLines(target), ...facts };
}

/** Shares of equal signatures and of equal first documents; differences go to standard error. */
function compare(name, { documents, answers, ours }) {
  let [numSigned, numPlaced] = [0, 0];
  documents.forEach(({ family, text }, place) => {
    const isSigned = ours.digests[place] === answers[place][name];
    const isPlaced = ours.firsts[place] === answers[place][`${name}First`];
    if (isSigned) numSigned += 1;
    if (isPlaced) numPlaced += 1;
    if (!isSigned || !isPlaced)
      say(`${name}: ${isSigned ? 'cluster' : 'signature'}; ${family}: ${JSON.stringify(text.slice(0, 160))}`);
  });
  const share = (metric, count) => ({
    metric: `${name}: same ${metric}`,
    unit: 'share of documents',
    ours: count / documents.length,
    peer: null,
    peerVersion: null,
    ratio: null,
    goal: '>= 0.999',
    holds: count / documents.length >= 0.999,
  });
  return [share('signature', numSigned), share('cluster', numPlaced)];
}

async function benchmark(folder) {
  const peer = await askPeer(await findPeer(), folder);
  const texts = peer.documents.map(({ text }) => text);
  const numRepeats = peer.answers.filter(({ finewebFirst }, place) => finewebFirst !== place).length;
  say(`${texts.length} documents, of which datatrove removes ${numRepeats}`);
  const metrics = [];
  for (const name of ['fineweb', 'nemo']) {
    const ours = await answerTexts(texts, { name, folder: join(folder, name) });
    metrics.push(...compare(name, { ...peer, ours }));
    const rate = ours.numBytes / 1e6 / ours.seconds;
    const peerRate = name === 'fineweb' ? ours.numBytes / 1e6 / peer.seconds : null;
    metrics.push({
      metric: `${name}: rate of signing, one core`,
      unit: 'MB/s',
      ours: rate,
      peer: peerRate,
      peerVersion: peerRate && `datatrove ${peer.datatrove}, spacy ${peer.spacy}`,
      ratio: peerRate && rate / peerRate,
      goal: peerRate ? '>= 10 times' : 'none: the peer needs CUDA',
      holds: peerRate ? rate / peerRate >= 10 : true,
    });
  }
  return metrics;
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('dedup-parity', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
