import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSentenceTokenizer } from './create-sentence-tokenizer.ts';
import { readSentencePieceModel } from './read-model.ts';

const fixture = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));
const golden: { texts: string[]; ids: Record<string, number[][]>; decoded: Record<string, string[]> } =
  JSON.parse(fixture('golden.json').toString());

test.each(Object.keys(golden.ids))(
  'the ids and the text of %s are those that sentencepiece gives',
  (name) => {
    const tokenizer = createSentenceTokenizer(readSentencePieceModel(fixture(`${name}.model`)));
    for (const [index, text] of golden.texts.entries()) {
      const ids = tokenizer.encodeText(text);
      expect(Array.from(ids), JSON.stringify(text)).toEqual(golden.ids[name]?.[index]);
      expect(tokenizer.decode(ids), JSON.stringify(text)).toBe(golden.decoded[name]?.[index]);
    }
  },
);

test('with bytes to fall back on nothing is lost', () => {
  const tokenizer = createSentenceTokenizer(readSentencePieceModel(fixture('bpe-bytes.model')));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\u2581'));
      expect(tokenizer.decode(tokenizer.encodeText(text))).toBe(text);
    }),
  );
});

test('a damaged model and one of another kind are refused', () => {
  const model = fixture('bpe-bytes.model');
  expect(() => readSentencePieceModel(model.subarray(0, 1000))).toThrow(/damaged|not supported/);
  expect(() => readSentencePieceModel(new Uint8Array(0))).toThrow(/not supported/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      try {
        readSentencePieceModel(bytes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'argument-invalid' });
      }
    }),
  );
});
