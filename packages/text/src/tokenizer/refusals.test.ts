import { isSlipwayError } from '@slipway/contracts';
import { expect, test } from 'vitest';
import { readGgufVocabulary } from './read-gguf-vocabulary.ts';
import { readTiktoken } from './read-tiktoken.ts';
import { readTokenizerJson } from './read-tokenizer-json.ts';

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: true };
const sound = {
  normalizer: null,
  pre_tokenizer: byteLevel,
  added_tokens: [],
  model: { type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] },
};

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isSlipwayError(error)) return error.message;
    throw error;
  }
  return 'accepted';
}

test.each([
  ['no JSON', 'no', 'not JSON'],
  ['another model', { ...sound, model: { type: 'WordPiece', vocab: {} } }, 'WordPiece'],
  ['byte fallback', { ...sound, model: { ...sound.model, byte_fallback: true } }, 'byte_fallback'],
  ['a broken merge', { ...sound, model: { ...sound.model, merges: ['a c'] } }, 'merge 0'],
  [
    'an unknown pattern',
    { ...sound, pre_tokenizer: { type: 'Split', pattern: { Regex: 'x' } } },
    'not known',
  ],
  ['a prefixed space', { ...sound, pre_tokenizer: { ...byteLevel, add_prefix_space: true } }, 'not known'],
  ['another normaliser', { ...sound, normalizer: { type: 'Lowercase' } }, 'Lowercase'],
  ['single words', { ...sound, added_tokens: [{ id: 3, content: 'x', single_word: true }] }, 'single word'],
])('a tokenizer.json with %s is refused', (_, json, said) => {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  expect(refusal(() => readTokenizerJson(text))).toContain(said);
});

test('the sound one is accepted', () => {
  expect(refusal(() => readTokenizerJson(JSON.stringify(sound)))).toBe('accepted');
});

test('rank files and GGUF vocabularies that are not known are refused', () => {
  expect(refusal(() => readTiktoken('YQ== 0\nzz', { pattern: 'cl100k' }))).toContain('line 2');
  expect(refusal(() => readTiktoken('YQ== 0', { pattern: '\\w+' }))).toContain('not known');
  const values = { model: 'llama', pre: 'default', tokens: [], merges: [], tokenTypes: [] };
  expect(refusal(() => readGgufVocabulary(values))).toContain('llama');
});
