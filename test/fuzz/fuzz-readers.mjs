// Feeds damaged files to a reader of the data factory and demands that each ends as documents or as set aside with a reason.
//   node test/fuzz/fuzz-readers.mjs --reader pdf --count 100000 --seed 1 --threads 1
// Without --reader all readers in turn. --first N begins at a case: `--first N --count 1` reads one again. --timeout (seconds) and --memory
// (MiB) bound a case. Inputs of findings are saved to --save (a folder, `fuzz-findings` here). Prints a line of JSON for each reader at the
// end; exits with 1 where something was found.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedFiles } from './seed-files.mjs';
import { openCases } from './serve-cases.mjs';
import { watchCases } from './watch-cases.mjs';

const progressMs = 10_000;
const maxSaved = 50;

/** CPU time of the children that have ended, in seconds; Linux only. */
function childSeconds() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

function createTally() {
  return { numCases: 0, outcomes: {}, findings: [], slowest: { place: -1, ms: 0 }, peakBytes: 0 };
}

function count(tally, { kind, place, elapsedMs = 0, outcomes, finding, peakBytes }) {
  if (kind === 'memory') {
    tally.peakBytes = Math.max(tally.peakBytes, peakBytes);
    return;
  }
  tally.numCases += 1;
  // What holds nothing is told as such, too: a file must not vanish.
  if (!finding && !outcomes?.length) finding = 'nothing came of it';
  for (const outcome of outcomes ?? []) tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
  if (elapsedMs > tally.slowest.ms) tally.slowest = { place, ms: Math.round(elapsedMs) };
  if (finding) tally.findings.push({ place, finding });
}

function describe(reader, tally, startMs) {
  const rate = Math.round(tally.numCases / ((performance.now() - startMs) / 1000));
  return `${reader}: ${tally.numCases} files, ${rate} a second, ${tally.findings.length} findings, slowest ${tally.slowest.ms} ms (case ${tally.slowest.place}), at most ${Math.round(tally.peakBytes / 1024 ** 2)} MiB`;
}

async function fuzzReader(reader, { seed, first, total, numThreads, save, ...bounds }) {
  const tally = createTally();
  const startMs = performance.now();
  const startSeconds = childSeconds();
  const makeCase = await openCases(reader, seed);
  const tell = (told) => {
    const numBefore = tally.findings.length;
    count(tally, told);
    if (tally.findings.length === numBefore || numBefore >= maxSaved) return;
    const { place, finding } = tally.findings[numBefore];
    const { name, bytes } = makeCase(place);
    const path = join(save, `${reader}-${seed}-${place}-${name}`);
    mkdirSync(save, { recursive: true });
    writeFileSync(path, bytes);
    console.log(`${reader} case ${place}: ${finding}\n  saved as ${path}`);
  };
  const timer = setInterval(() => console.log(describe(reader, tally, startMs)), progressMs);
  const share = Math.ceil(total / numThreads);
  const lanes = Array.from({ length: numThreads }, (_, lane) => {
    const from = first + lane * share;
    return watchCases(
      { reader, seed, first: from, last: Math.min(first + total, from + share), ...bounds },
      tell,
    );
  });
  await Promise.all(lanes);
  clearInterval(timer);
  console.log(describe(reader, tally, startMs));
  const cpuSecondsPerThousand = ((childSeconds() - startSeconds) / tally.numCases) * 1000;
  const outcomes = Object.fromEntries(Object.entries(tally.outcomes).sort(([, a], [, b]) => b - a));
  const { numCases, slowest, peakBytes, findings } = tally;
  console.log(
    JSON.stringify({
      reader,
      seed,
      first,
      numCases,
      numFindings: findings.length,
      outcomes,
      slowest,
      peakMebibytes: Math.round(peakBytes / 1024 ** 2),
      cpuSecondsPerThousand: Number(cpuSecondsPerThousand.toFixed(2)),
    }),
  );
  return findings.length;
}

const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    threads: { type: 'string', default: '1' },
    timeout: { type: 'string', default: '30' },
    memory: { type: 'string', default: '1024' },
    save: { type: 'string', default: 'fuzz-findings' },
  },
});
const readers = values.reader ? values.reader.split(',') : Object.keys(seedFiles);
const unknown = readers.find((reader) => !(reader in seedFiles));
if (unknown) {
  console.error(`There is no reader "${unknown}"; there are: ${Object.keys(seedFiles).join(', ')}.`);
  process.exit(2);
}
let numFindings = 0;
for (const reader of readers)
  numFindings += await fuzzReader(reader, {
    seed: Number(values.seed),
    first: Number(values.first),
    total: Number(values.count),
    numThreads: Number(values.threads),
    timeoutMs: Number(values.timeout) * 1000,
    maxMemoryBytes: Number(values.memory) * 1024 ** 2,
    save: values.save,
  });
process.exitCode = numFindings === 0 ? 0 : 1;
