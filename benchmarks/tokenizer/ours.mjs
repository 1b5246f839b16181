// Our side: encodes the documents of a text inside the kernels, in one thread. The documents lie in kernel memory, as in the factory.
// Prints one JSON line: seconds, bytes, tokens, the SHA-256 of all ids as little-endian u32, and seconds for 50,000 underscores.
// Use: node ours.mjs VOCABULARY.json TEXT.json
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTokenizer, loadKernels, readTokenizerJson } from '@slipway/text';

const [vocabularyPath, textPath] = process.argv.slice(2);
const kernels = await loadKernels();
const tokenizer = createTokenizer(kernels, readTokenizerJson(readFileSync(vocabularyPath, 'utf8')));
const { warm, texts } = JSON.parse(readFileSync(textPath, 'utf8'));
const underscores = ['_'.repeat(50_000)];

/** Copies documents into kernel memory, with room for their ids. */
function placeDocuments(documents) {
  return documents.map((text) => {
    const bytes = Buffer.from(text);
    const pointer = kernels.reserve(bytes.length);
    kernels.bytes().set(bytes, pointer);
    return { pointer, length: bytes.length, out: kernels.reserve(tokenizer.outBytes(bytes.length)), num: 0 };
  });
}

/** Encodes placed documents; gives the seconds. */
function encode(documents) {
  const startMs = performance.now();
  for (const document of documents)
    document.num = tokenizer.encode(document.pointer, document.length, document.out);
  return (performance.now() - startMs) / 1000;
}

encode(placeDocuments(warm));
const placed = placeDocuments(texts);
const placedUnderscores = placeDocuments(underscores);
const seconds = encode(placed);
const underscoreSeconds = Math.min(...Array.from({ length: 20 }, () => encode(placedUnderscores)));
const digest = createHash('sha256');
for (const { out, num } of placed) digest.update(kernels.bytes().subarray(out, out + num * 4));
const sum = (of) => placed.reduce((total, document) => total + of(document), 0);
const report = {
  seconds,
  underscoreSeconds,
  bytes: sum(({ length }) => length),
  tokens: sum(({ num }) => num),
  digest: digest.digest('hex'),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
