// Merging and quantising by packages/weights and by Python's gguf on the same files, by turns; prints the ratio.
// Invariant: the two results are compared before any number is reported. Options: --quick, --json.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compareGguf, openGguf } from '@slipway/weights';
import { ensurePython } from '../../tools/benchmarking/ensure-python.mjs';
import { printReport } from '../../tools/benchmarking/print-report.mjs';
import { makeInput } from './make-input.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const isQuick = process.argv.includes('--quick');
const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);

async function findPeer() {
  const python = await ensurePython(join(here, '.venv'), ['gguf==0.19.0', 'numpy', 'safetensors'], say);
  const { stdout } = await run(python, ['-c', 'import importlib.metadata as m;print(m.version("gguf"))']);
  return { python, version: `gguf ${stdout.trim()}` };
}

async function measure(command, args) {
  const { stdout } = await run(command, args);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs both sides by turns; gives the medians of seconds and bytes. */
async function runByTurns(peer, work, numTurns) {
  const ours = [];
  const theirs = [];
  for (let turn = 0; turn < numTurns; turn++) {
    ours.push(await measure(process.execPath, [join(here, 'ours.mjs'), ...work('ours')]));
    theirs.push(await measure(peer.python, [join(here, 'peer.py'), ...work('peer')]));
    say(
      `${work('')[0]}: ours ${ours.at(-1).seconds.toFixed(2)} s, peer ${theirs.at(-1).seconds.toFixed(2)} s`,
    );
  }
  const summarise = (runs) => ({
    seconds: median(runs.map(({ seconds }) => seconds)),
    bytes: median(runs.map(({ bytes }) => bytes)),
  });
  return { ours: summarise(ours), peer: summarise(theirs) };
}

async function checkMerges(ours, peer) {
  const { differences, tensorErrors } = await compareGguf(peer, ours);
  // Both sides have been rounded to half precision: a row may be off by twice what one rounding causes.
  const wrong = differences.find(({ kind }) => kind !== 'weights');
  const far = tensorErrors.find(({ worstRowError }) => worstRowError > 2 ** -10);
  if (wrong) throw new Error(`the merges differ: ${wrong.message}`);
  if (far) throw new Error(`the merges differ: ${far.name}, row ${far.worstRow}, by ${far.worstRowError}`);
}

async function checkBytes(ours, peer) {
  const [a, b] = [await openGguf(ours), await openGguf(peer)];
  for (const tensor of a.tensors) {
    const other = b.findTensor(tensor.name);
    const [mine, theirs] = [Buffer.alloc(tensor.numBytes), Buffer.alloc(other?.numBytes ?? 0)];
    await a.readBytes(tensor, 0, mine);
    if (other) await b.readBytes(other, 0, theirs);
    if (!mine.equals(theirs)) throw new Error(`tensor ${tensor.name} differs between ours and the peer's`);
  }
  await a.close();
  await b.close();
}

function makeMetric({ metric, unit, ours, peer, version, isSmallerBetter = false }) {
  const ratio = ours / peer;
  const holds = isSmallerBetter ? ratio <= 1 : ratio >= 1;
  return {
    metric,
    unit,
    ours,
    peer,
    peerVersion: version,
    ratio,
    goal: isSmallerBetter ? '<= 1' : '>= 1',
    holds,
  };
}

async function benchmark(folder) {
  const peer = await findPeer();
  say('making the input');
  await makeInput(
    folder,
    isQuick ? { numLayers: 4, vocabularySize: 4915 } : { numLayers: 30, vocabularySize: 49152 },
  );
  const base = join(folder, 'base.gguf');
  const sizeMb = (await stat(base)).size / 1e6;
  const numTurns = isQuick ? 1 : 3;
  const target = (name) => (side) => join(folder, `${name}-${side}.gguf`);
  const [merged, small] = [target('merged'), target('small')];
  const merge = await runByTurns(
    peer,
    (side) => ['merge', base, join(folder, 'adapter'), merged(side)],
    numTurns,
  );
  await checkMerges(merged('ours'), merged('peer'));
  const convert = await runByTurns(peer, (side) => ['quantise', base, small(side)], numTurns);
  await checkBytes(small('ours'), small('peer'));
  const { version } = peer;
  const speed = (metric, { ours, peer: theirs }) =>
    makeMetric({ metric, unit: 'MB/s', ours: sizeMb / ours.seconds, peer: sizeMb / theirs.seconds, version });
  return [
    speed('merge to F16', merge),
    speed('convert to Q8_0', convert),
    makeMetric({
      metric: 'memory while merging',
      unit: 'MB',
      ours: merge.ours.bytes / 1e6,
      peer: merge.peer.bytes / 1e6,
      version,
      isSmallerBetter: true,
    }),
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'slipway-benchmark-'));
try {
  const metrics = await benchmark(folder);
  printReport('weights', metrics, { isJson });
} finally {
  await rm(folder, { recursive: true, force: true });
}
