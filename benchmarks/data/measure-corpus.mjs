// `node benchmarks/data/measure-corpus.mjs FILE.jsonl ...`: how the corpus compares with web text in what caches and dedup feel.
// Invariant: one pass; a shingle is five words (ten characters in languages without spaces), hashed to 53 bits; counts by language.
// Prints one JSON object: documents, bytes, distinct shares of shingles, paragraphs and words, words a megabyte, bytes a document.
// Refuses: to judge; the README says what is known of real web text.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { keyOf } from './sources/is-prose.mjs';

const unspaced = new Set(['zh', 'ja', 'km', 'th']);
/** Shingles kept: those whose key falls into this share, so that a gigabyte fits into memory. */
const sampledOf = 16;

const createCounts = () => ({
  numDocuments: 0,
  numBytes: 0,
  sizes: [],
  shingles: new Map(),
  numShingles: 0,
  words: new Map(),
  numWords: 0,
  paragraphs: new Set(),
  numParagraphs: 0,
});

function countWords(counts, text, isUnspaced) {
  const words = isUnspaced
    ? [...text.replace(/\s+/g, '')]
    : text
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean);
  const width = isUnspaced ? 10 : 5;
  for (const word of words) counts.words.set(word, (counts.words.get(word) ?? 0) + 1);
  counts.numWords += words.length;
  for (let place = 0; place + width <= words.length; place += 1) {
    const key = keyOf(words.slice(place, place + width).join('_'));
    if (key % sampledOf !== 0) continue;
    counts.numShingles += 1;
    counts.shingles.set(key, (counts.shingles.get(key) ?? 0) + 1);
  }
}

function count(counts, { text, language }) {
  const size = Buffer.byteLength(text);
  counts.numDocuments += 1;
  counts.numBytes += size;
  counts.sizes.push(size);
  for (const paragraph of text.split('\n')) {
    counts.numParagraphs += 1;
    counts.paragraphs.add(keyOf(paragraph));
  }
  countWords(counts, text, unspaced.has(language));
}

const round = (value) => Number(value.toPrecision(4));
const onlyOnce = (map) => [...map.values()].filter((number) => number === 1).length;

function summarise(counts) {
  const sizes = counts.sizes.toSorted((a, b) => a - b);
  const at = (share) => sizes[Math.floor(share * (sizes.length - 1))];
  return {
    numDocuments: counts.numDocuments,
    numBytes: counts.numBytes,
    bytesOfDocument: {
      p10: at(0.1),
      p50: at(0.5),
      p90: at(0.9),
      mean: round(counts.numBytes / counts.numDocuments),
    },
    distinctShingles: round(counts.shingles.size / counts.numShingles),
    distinctParagraphs: round(counts.paragraphs.size / counts.numParagraphs),
    numWords: counts.numWords,
    distinctWords: counts.words.size,
    wordsMetOnce: round(onlyOnce(counts.words) / counts.words.size),
  };
}

const byLanguage = new Map();
for (const file of process.argv.slice(2)) {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const record = JSON.parse(line);
    if (!byLanguage.has(record.language)) byLanguage.set(record.language, createCounts());
    count(byLanguage.get(record.language), record);
  }
}
console.log(
  JSON.stringify(
    Object.fromEntries([...byLanguage].map(([language, counts]) => [language, summarise(counts)])),
  ),
);
