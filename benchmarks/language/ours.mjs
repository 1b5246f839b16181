// Our side: the language of each text of a file, and the rate on documents made of them, in one thread.
// Use: node ours.mjs TEXTS.json; prints one JSON line: languages, answers, how sure of each, median seconds for the texts,
// and rates in MB/s.
import { readFileSync } from 'node:fs';
import { createLanguageIdentifier, loadKernels } from '@slipway/text';

const texts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const kernels = await loadKernels();
const identifier = createLanguageIdentifier(kernels);

function place(strings) {
  return strings.map((text) => {
    const bytes = Buffer.from(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    return { pointer, length: bytes.length };
  });
}

function time(documents) {
  const startMs = performance.now();
  for (const { pointer, length } of documents) identifier.identify(pointer, length);
  return (performance.now() - startMs) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Documents of about so many bytes, at least 50 MB in all, and the median of five rates. */
function rate(numBytes) {
  const joined = texts.join(' ');
  const bytes = Buffer.from(joined);
  const documents = [];
  for (let at = 0; documents.length * numBytes < 50_000_000; at = (at + numBytes) % (bytes.length - numBytes))
    documents.push(bytes.subarray(at, at + numBytes).toString());
  const mark = kernels.mark();
  const placed = place(documents);
  const total = placed.reduce((sum, { length }) => sum + length, 0);
  time(placed);
  const seconds = median(Array.from({ length: 5 }, () => time(placed)));
  kernels.release(mark);
  return total / 1e6 / seconds;
}

const placed = place(texts);
time(placed);
const seconds = median(Array.from({ length: 5 }, () => time(placed)));
const guesses = placed.map(({ pointer, length }) => identifier.identify(pointer, length));
const answers = guesses.map(({ language }) => language);
const confidences = guesses.map(({ confidence }) => confidence);
const rates = { 500: rate(500), 2000: rate(2000), 20000: rate(20_000) };
console.log(JSON.stringify({ languages: identifier.languages, answers, confidences, seconds, rates }));
