/**
 * Tokenizers that are tried out: read once, in a thread of their own.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, openBench } from '../../testing/make-run-context.ts';
import { makeVocabularyGguf } from '../../testing/make-vocabulary-gguf.ts';
import { openTextEncoder, type TextEncoderOfStore } from './open-text-encoder.ts';

/** `<end>`, the letters of two words, and the word that they make. */
const vocab = { '<end>': 0, a: 1, b: 2, Ġ: 3, ab: 4, Ã: 5, '¤': 6 };
const json = JSON.stringify({
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  added_tokens: [{ id: 0, content: '<end>', special: true }],
  model: { type: 'BPE', vocab, merges: [['a', 'b']] },
});

let bench: Bench;
let encoder: TextEncoderOfStore;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
beforeAll(async () => {
  bench = await openBench();
  encoder = openTextEncoder(bench.store);
});
afterAll(async () => {
  await encoder.close();
  await bench.dispose();
});

test('tells ids, pieces and places, of a tokenizer and of one inside a model', async () => {
  const tokenizer = await bench.commit('tokenizer', { files: { 'tokenizer.json': json } });
  const model = await bench.commit('model', { files: { 'model.gguf': await makeVocabularyGguf(json, 1) } });
  const expected = {
    numBytes: 10,
    tokens: [
      { id: 4, text: 'ab', start: 0, end: 2, isSpecial: false },
      { id: 3, text: ' ', start: 2, end: 3, isSpecial: false },
      { id: 5, text: '\\xC3', start: 3, end: 4, isSpecial: false },
      { id: 6, text: '\\xA4', start: 4, end: 5, isSpecial: false },
      { id: 0, text: '<end>', start: 5, end: 10, isSpecial: true },
    ],
    isRestored: true,
  };
  expect(await encoder.encode(tokenizer, 'ab ä<end>')).toEqual(expected);
  expect(await encoder.encode(model, 'ab ä<end>')).toEqual(expected);
});

test('reads a vocabulary once, and answers those who ask at once each with their own', async () => {
  const tokenizer = await bench.commit('tokenizer', { files: { 'tokenizer.json': `${json}\n` } });
  const texts = ['b', 'ab', 'ab ab', 'a b'];
  let numLocated = 0;
  const once = openTextEncoder({
    ...bench.store,
    locateFile: async (artifact, path) =>
      numLocated++ === 0 ? await bench.store.locateFile(artifact, path) : '/nowhere',
  });
  await once.encode(tokenizer, 'a');
  const answers = await Promise.all(texts.map((text) => once.encode(tokenizer, text)));
  await once.close();
  expect(numLocated).toBe(texts.length + 1);
  expect(answers.map(({ tokens }) => tokens.map(({ text }) => text).join(''))).toEqual(texts);
});

test('refuses what has no tokenizer, and goes on after it', async () => {
  const dataset = await bench.commit('dataset', { files: { 'documents.jsonl': '' } });
  const broken = await bench.commit('tokenizer', { files: { 'tokenizer.json': '{}' } });
  const sound = await bench.commit('tokenizer', { files: { 'tokenizer.json': ` ${json}` } });
  await expect(encoder.encode(dataset, 'a')).rejects.toMatchObject({ code: 'argument-invalid' });
  await expect(encoder.encode(broken, 'a')).rejects.toMatchObject({ code: 'argument-invalid' });
  expect((await encoder.encode(sound, 'a')).tokens).toHaveLength(1);
});

test('does nothing once it is closed', async () => {
  const closed = openTextEncoder(bench.store);
  await closed.close();
  const tokenizer = await bench.commit('tokenizer', { files: { 'tokenizer.json': json } });
  await expect(closed.encode(tokenizer, 'a')).rejects.toThrow('closed');
});
