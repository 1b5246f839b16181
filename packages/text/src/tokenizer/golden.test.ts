import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { bytesOfToken } from './byte-alphabet.ts';
import { createTokenizer } from './create-tokenizer.ts';
import { createDecoder } from './decode-tokens.ts';
import { readGgufVocabulary } from './read-gguf-vocabulary.ts';
import { readTiktoken } from './read-tiktoken.ts';
import { readTokenizerJson } from './read-tokenizer-json.ts';

interface Golden {
  texts: string[];
  ids: Record<string, number[][]>;
  json: {
    normalizer: unknown;
    pre_tokenizer: unknown;
    added_tokens: { id: number; content: string; special: boolean }[];
    model: { vocab: Record<string, number>; merges: [string, string][] };
  };
  preTokenisers: Record<string, unknown>;
  tiktokenPattern: string;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/golden.json', import.meta.url), 'utf8'),
);
const jsonOf = (name: string) =>
  JSON.stringify(
    name === 'qwen2'
      ? golden.json
      : { ...golden.json, normalizer: null, pre_tokenizer: golden.preTokenisers[name] },
  );

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

test.each(['gpt2', 'smollm', 'qwen2', 'llama3', 'o200k', 'deepseek-v3'])(
  'the ids of %s are those that Hugging Face tokenizers gives',
  (name) => {
    const tokenizer = createTokenizer(kernels, readTokenizerJson(jsonOf(name)));
    for (const [index, text] of golden.texts.entries())
      expect(Array.from(tokenizer.encodeText(text)), text).toEqual(golden.ids[name]?.[index]);
  },
);

test('the ids of a rank file are those that tiktoken gives', () => {
  const lines = Object.entries(golden.json.model.vocab).map(([token, rank]) => {
    const bytes = Buffer.from(bytesOfToken(token) ?? []);
    return `${bytes.toString('base64')} ${rank}`;
  });
  const vocabulary = readTiktoken(lines.join('\n'), { pattern: golden.tiktokenPattern });
  const tokenizer = createTokenizer(kernels, vocabulary);
  for (const [index, text] of golden.texts.entries())
    expect(Array.from(tokenizer.encodeText(text)), text).toEqual(golden.ids.cl100k?.[index]);
});

test('the vocabulary inside a GGUF gives the same ids as the tokenizer.json it was made from', () => {
  const { model, added_tokens } = golden.json;
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  for (const { id, content } of added_tokens) tokens[id] = content;
  const control = new Set(added_tokens.map(({ id }) => id));
  const vocabulary = readGgufVocabulary({
    model: 'gpt2',
    pre: 'smollm',
    tokens,
    merges: model.merges.map((merge) => merge.join(' ')),
    tokenTypes: tokens.map((_, id) => (control.has(id) ? 3 : 1)),
  });
  const ours = createTokenizer(kernels, vocabulary);
  for (const [index, text] of golden.texts.entries()) {
    // The options of <mask> and <plain> are not kept in a GGUF.
    if (/<mask>|<plain>/.test(text)) continue;
    expect(Array.from(ours.encodeText(text)), text).toEqual(golden.ids.smollm?.[index]);
  }
});

test('decoding gives back the text, whatever the borders of the chunks', () => {
  const vocabulary = readTokenizerJson(jsonOf('o200k'));
  const tokenizer = createTokenizer(kernels, vocabulary);
  const decoder = createDecoder(vocabulary, { skipsSpecial: false });
  for (const text of golden.texts) {
    if (/\s<mask>|<mask>\s/.test(text)) continue; // takes white space along that it does not give back
    const ids = tokenizer.encodeText(text);
    expect(decoder.textOf(ids)).toBe(text);
    const stream = decoder.stream();
    let streamed = '';
    for (const id of ids) streamed += stream.push([id]);
    expect(streamed + stream.end()).toBe(text);
  }
});

test('special tokens are text like any other where that is asked for', () => {
  const vocabulary = readTokenizerJson(jsonOf('llama3'));
  const ids = createTokenizer(kernels, vocabulary, { encodesSpecial: true }).encodeText('a<|end|>');
  expect(ids.length).toBeGreaterThan(2);
  expect(createDecoder(vocabulary).textOf(ids)).toBe('a<|end|>');
});
