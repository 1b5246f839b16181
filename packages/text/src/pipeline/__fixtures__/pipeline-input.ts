/**
 * A small input of the factory with documents of every fate, and a tokenizer of single bytes.
 */
import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packTokens } from '../../tokenizer/vocabulary.ts';
import { writeTokenizerJson } from '../../tokenizer/write-tokenizer-json.ts';
import type { InputFile } from '../plan-units.ts';
import type { PipelineTokenizer } from '../run-pipeline.ts';

/** Sentences of words that nobody knows, between stop words, so that no rule has anything to say. */
export function prose(seed: number, numSentences = 30): string {
  const syllables = 'ka lo mi ren sto va du fel gri no pa tor ule wen zi'.split(' ');
  let state = seed + 1;
  const syllable = () => {
    state = (state * 48271) % 2147483647;
    return syllables[state % syllables.length] ?? '';
  };
  const word = () => syllable() + syllable() + syllable();
  const sentence = () =>
    `The ${word()} ${word()} of ${word()} and ${word()} ${word()} have ${word()} with ${word()}.`;
  return Array.from({ length: numSentences }, sentence).join(' ');
}

/** One file with documents of every fate. */
export async function writeInput(folder: string): Promise<InputFile[]> {
  const originals = Array.from({ length: 40 }, (_, seed) => prose(seed));
  const nearly = (text: string) => `${text} And one more.`;
  const lines = [
    ...originals.map((text) => JSON.stringify({ text })),
    ...originals.slice(0, 5).map((text) => JSON.stringify({ text })),
    ...originals.slice(5, 9).map((text) => JSON.stringify({ text: nearly(text) })),
    JSON.stringify({ text: 'too short' }),
    '{"text": 5}',
    '{"text": "broken',
  ];
  const path = join(folder, 'web.jsonl');
  await writeFile(path, `${lines.join('\n')}\n`);
  const { size } = await stat(path);
  return [{ path, name: 'web.jsonl', format: 'jsonl', numBytes: size, isSplittable: true, version: 'a' }];
}

/** Bytes as tokens, and one that ends a text. */
export async function writeByteTokenizer(folder: string): Promise<PipelineTokenizer> {
  const text = writeTokenizerJson({
    tokens: packTokens(Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte))),
    merges: new Uint32Array(),
    splitPattern: 'gpt2',
    isWholeFirst: false,
    normaliser: 'none',
    addedTokens: [],
  });
  const path = join(folder, 'tokenizer.json');
  await writeFile(path, text);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { path, digest, vocabularySize: 257, endOfText: 256 };
}

