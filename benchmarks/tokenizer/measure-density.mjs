// How many UTF-8 bytes a token takes in each language, for the estimate on a dataset's card (`packages/text/src/pipeline/estimate-tokens.ts`).
// Use: node measure-density.mjs VOCABULARY.json TEXTS.jsonl, the texts as `../language/prepare.mjs` writes them: the Declaration, and
// for ten languages the Quran. Prints a line a language: bytes a token of each source, and what stands for both.
// Invariant: a text is measured in NFC; where both sources are there the geometric mean stands, else the Declaration's by half of how
// much denser it is in the mean.
import { readFileSync } from 'node:fs';
import { createTokenizer, loadKernels, readTokenizerJson } from '@slipway/text';

const [vocabularyPath, textsPath] = process.argv.slice(2);
const kernels = await loadKernels();
const tokenizer = createTokenizer(kernels, readTokenizerJson(readFileSync(vocabularyPath, 'utf8')));

function countTokens(bytes) {
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const tokens = tokenizer.encode(pointer, bytes.length, kernels.reserve(tokenizer.outBytes(bytes.length)));
  kernels.release(mark);
  return tokens;
}

const texts = new Map();
for (const line of readFileSync(textsPath, 'utf8').split('\n')) {
  const { source, language, text } = JSON.parse(line);
  const own = texts.get(language) ?? { udhr: [], quran: [] };
  own[source].push(text);
  texts.set(language, own);
}
const densityOf = (lines) => {
  const bytes = Buffer.from(lines.join('\n').normalize('NFC'));
  return lines.length === 0 ? undefined : bytes.length / countTokens(bytes);
};
const measured = [...texts].map(([language, { udhr, quran }]) => ({
  language,
  udhr: densityOf(udhr),
  quran: densityOf(quran),
}));
const ratios = measured.flatMap(({ udhr, quran }) => (quran ? [udhr / quran] : []));
const half = Math.sqrt(Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length));
for (const { language, udhr, quran } of measured) {
  const stands = quran ? Math.sqrt(udhr * quran) : udhr / half;
  const [one, other] = [udhr, quran].map((value) => value?.toFixed(2) ?? '-');
  process.stdout.write(`${language}\t${one}\t${other}\t${stands.toFixed(2)}\n`);
}
