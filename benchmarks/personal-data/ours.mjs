// Our side: finds of each text of a corpus, and the rate on ordinary text. Use: node ours.mjs CORPUS.jsonl PROSE.txt
// Prints one JSON line: finds of each text, seconds, and the rate in MB/s.
import { readFileSync } from 'node:fs';
import { createPersonalDataFinder, loadKernels, personalDataKinds } from '@slipway/text';

const texts = readFileSync(process.argv[2], 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).text);
const prose = readFileSync(process.argv[3]);
const kernels = await loadKernels();
const finder = createPersonalDataFinder(kernels);
const documentBytes = 4000;
const proseBytes = 50_000_000;

function place(bytes) {
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  return { pointer, length: bytes.length };
}

function time(documents) {
  const before = process.cpuUsage();
  for (const { pointer, length } of documents) finder.find(pointer, length);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function findsOf({ pointer, length }) {
  const count = finder.find(pointer, length);
  const words = new Uint32Array(kernels.bytes().buffer, finder.finds(), count * 3);
  return Array.from({ length: count }, (_, at) => ({
    kind: personalDataKinds[words[at * 3]],
    start: words[at * 3 + 1],
    end: words[at * 3 + 2],
  }));
}

const placed = texts.map((text) => place(Buffer.from(text)));
const finds = placed.map(findsOf);
time(placed);
const seconds = time(placed);
const documents = [];
for (
  let at = 0;
  documents.length * documentBytes < proseBytes;
  at = (at + documentBytes) % (prose.length - documentBytes)
)
  documents.push(place(prose.subarray(at, at + documentBytes)));
time(documents);
const median = Array.from({ length: 5 }, () => time(documents)).toSorted((a, b) => a - b)[2];
console.log(JSON.stringify({ finds, seconds, rate: (documents.length * documentBytes) / 1e6 / median }));
