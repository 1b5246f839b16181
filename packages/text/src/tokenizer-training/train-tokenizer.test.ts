import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { pretokeniseScalar } from '../kernels/scalar/pretokenise.ts';
import { createTokenizer } from '../tokenizer/create-tokenizer.ts';
import { createDecoder } from '../tokenizer/decode-tokens.ts';
import { readTokenizerJson } from '../tokenizer/read-tokenizer-json.ts';
import { splitPatternNumbers } from '../tokenizer/split-patterns.ts';
import { writeTokenizerJson } from '../tokenizer/write-tokenizer-json.ts';
import { type CountOptions, createPieceCounter, type PieceCounts } from './count-pieces.ts';
import { trainMerges } from './train-merges.ts';
import { trainTokenizer } from './train-tokenizer.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../tokenizer/__fixtures__/${name}.json`, import.meta.url), 'utf8'));
const samples: string[] = fixture('samples');

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function countTexts(texts: readonly string[], options: CountOptions) {
  const mark = kernels.mark();
  const counter = createPieceCounter(kernels, options);
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    counter.add(kernels.place(bytes), bytes.length);
  }
  const result = { ...counter.counts(), numDropped: counter.numDropped() };
  kernels.release(mark);
  return result;
}

const small = { mostPieces: 20_000 };

test('the merges are those that the trainer of Hugging Face tokenizers learns', () => {
  const { model } = fixture('golden').json;
  const counts = countTexts(samples, { splitPattern: 'o200k', ...small });
  const vocabulary = trainTokenizer(counts, { splitPattern: 'o200k', vocabularySize: 1200 });
  const written = JSON.parse(writeTokenizerJson(vocabulary));
  expect(written.model.merges).toEqual(model.merges);
  expect(written.model.vocab).toEqual(model.vocab);
});

test('more than 20 languages come back byte for byte, through the file as well', () => {
  for (const splitPattern of Object.keys(splitPatternNumbers) as (keyof typeof splitPatternNumbers)[]) {
    const options = { splitPattern, specialTokens: ['<|end|>', '<|pad|>'] };
    const vocabulary = trainTokenizer(countTexts(samples, { splitPattern, ...small }), {
      ...options,
      vocabularySize: 900,
    });
    const tokenizer = createTokenizer(kernels, vocabulary, { caches: { shortBits: 8, longBits: 4 } });
    const decoder = createDecoder(vocabulary, { skipsSpecial: false });
    // cl100k and llama3 share a pattern's text in the file but for the end of a text.
    const again = readTokenizerJson(writeTokenizerJson(vocabulary));
    const reread = createTokenizer(kernels, again, { caches: { shortBits: 8, longBits: 4 } });
    expect(again.splitPattern).toBe(splitPattern);
    for (const text of samples) {
      const ids = tokenizer.encodeText(text);
      expect(decoder.textOf(ids)).toBe(text);
      expect(reread.encodeText(text)).toEqual(ids);
    }
  }
});

test('pieces are counted as their pattern cuts them', () => {
  const pieces = fc.array(fc.constantFrom('the ', 'cat', ' 猫', '12', "'s ", '\n\n', 'Ünï '), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const expected = new Map<string, number>();
      for (const piece of pretokeniseScalar(text, splitPatternNumbers.llama3))
        expected.set(piece, (expected.get(piece) ?? 0) + 1);
      const { pieces: found, counts } = countTexts([text], { splitPattern: 'llama3', ...small });
      const texts = found.map((piece) => new TextDecoder().decode(piece));
      expect(texts.map((piece, index) => [piece, counts[index]])).toEqual([...expected]);
    }),
  );
});

test('when room is short rare pieces go first, the same ones every time', () => {
  const rare = Array.from(
    { length: 3000 },
    (_, index) => ` rare${String.fromCharCode(97 + (index % 26))}x${'y'.repeat(index % 7)}`,
  );
  const texts = rare.flatMap((word, index) => [
    ' often',
    ` sometimes${index % 3 ? '' : 'er'}`,
    `${word}${'zq'.repeat(index % 40)}`,
  ]);
  const options = { splitPattern: 'gpt2', mostPieces: 200 } as const;
  const first = countTexts(texts, options);
  expect(first.numDropped).toBeGreaterThan(0);
  expect(first.pieces.length).toBeLessThanOrEqual(200);
  const countOf = (word: string) =>
    first.counts[first.pieces.findIndex((piece) => Buffer.from(piece).toString() === word)];
  expect(countOf(' often')).toBe(3000);
  expect(countTexts(texts, options)).toEqual(first);
});

test('counts of several workers add up', () => {
  const options = { splitPattern: 'gpt2', ...small } as const;
  const whole = countTexts(samples, options);
  const counter = createPieceCounter(kernels, options);
  counter.addCounts(countTexts(samples.slice(0, 20), options));
  counter.addCounts(countTexts(samples.slice(20), options));
  const { pieces, counts } = counter.counts();
  expect({ pieces, counts, numDropped: counter.numDropped() }).toEqual(whole);
});

test('merges do not depend on the order of the pieces', () => {
  const { pieces, counts } = countTexts(samples, { splitPattern: 'gpt2', ...small });
  const backwards: PieceCounts = { pieces: pieces.toReversed(), counts: counts.toReversed() };
  const options = { vocabularySize: 700 };
  expect(trainMerges(backwards, options)).toEqual(trainMerges({ pieces, counts }, options));
});

test('bounds are kept: tokens below the longest, pairs above the rarest, room for bytes', () => {
  const counts = countTexts(samples, { splitPattern: 'gpt2', ...small });
  const { tokens } = trainMerges(counts, { vocabularySize: 5000, mostTokenBytes: 4, minimumCount: 3 });
  // A pair that would reach the bound is not counted, which is what the original does too.
  expect(Math.max(...tokens.map((token) => token?.length ?? 0))).toBe(3);
  expect(tokens.length).toBeLessThan(5000);
  expect(() => trainTokenizer(counts, { splitPattern: 'gpt2', vocabularySize: 200 })).toThrow(/too small/);
  const twice = { splitPattern: 'gpt2', vocabularySize: 300, specialTokens: ['<a>', '<a>'] } as const;
  expect(() => trainTokenizer(counts, twice)).toThrow(/given twice/);
});
