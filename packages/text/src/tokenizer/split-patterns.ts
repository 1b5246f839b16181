/**
 * The split patterns that have a compiled pre-tokeniser, each under the texts by which files name it.
 * Invariant: recognised by the exact text; nothing is guessed from a similar pattern.
 */
import { characterClassTable, numericClassTable } from './character-tables.ts';

/** Number of each pattern in `kernels/pretokenise.ts`. */
export const splitPatternNumbers = {
  gpt2: 0,
  smollm: 1,
  qwen2: 2,
  llama3: 3,
  cl100k: 4,
  o200k: 5,
  'deepseek-v3': 6,
} as const;

export type SplitPattern = keyof typeof splitPatternNumbers;

export const splitPatternNames = Object.keys(splitPatternNumbers) as [SplitPattern, ...SplitPattern[]];

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const spaces = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const words = '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+';
const symbols = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*';
const upper = '\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}';
const lower = '\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}';
const prefix = '[^\\r\\n\\p{L}\\p{N}]?';

/** GPT-2's pattern, as of https://github.com/openai/gpt-2 `src/encoder.py`, which the ByteLevel pre-tokeniser has built in. */
export const gpt2Pattern =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const o200kPattern = [
  `${prefix}[${upper}]*[${lower}]+${contractions}?`,
  `${prefix}[${upper}]+[${lower}]*${contractions}?`,
  '\\p{N}{1,3}',
  ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*',
  spaces,
].join('|');

/** Single regular expressions, as a Split pre-tokeniser or as tiktoken's `pat_str` has them. */
const singlePatterns: Record<string, SplitPattern> = {
  [gpt2Pattern]: 'gpt2',
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s": 'gpt2',
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+": 'gpt2',
  [[contractions, words, '\\p{N}', symbols, spaces].join('|')]: 'qwen2',
  [[contractions, words, '\\p{N}{1,3}', symbols, spaces].join('|')]: 'llama3',
  "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s":
    'cl100k',
  "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+":
    'llama3',
  [o200kPattern]: 'o200k',
};

/** The three Split patterns of DeepSeek V3, one upon the other. */
const deepSeekPatterns = [
  '\\p{N}{1,3}',
  '[一-龥\u3040-ゟ゠-ヿ]+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+',
];

/** Names in a GGUF's `tokenizer.ggml.pre`; encoded as the model's own tokenizer does, which may differ from llama.cpp at the margin. */
const ggufNames: Record<string, SplitPattern> = {
  'gpt-2': 'gpt2',
  smollm: 'smollm',
  qwen2: 'qwen2',
  'deepseek-r1-qwen': 'qwen2',
  'llama-bpe': 'llama3',
  llama3: 'llama3',
  'llama-v3': 'llama3',
  'gpt-4o': 'o200k',
  llama4: 'o200k',
  'deepseek-v3': 'deepseek-v3',
};

/** The pattern that the regular expressions of a chain of Split pre-tokenisers make, or undefined. */
export function recogniseSplits(patterns: readonly string[]): SplitPattern | undefined {
  if (patterns.length === 1) {
    const text = patterns[0] ?? '';
    return Object.hasOwn(singlePatterns, text) ? singlePatterns[text] : undefined;
  }
  const isDeepSeek =
    patterns.length === 3 && patterns.every((text, place) => text === deepSeekPatterns[place]);
  return isDeepSeek ? 'deepseek-v3' : undefined;
}

/** The pattern of a GGUF's `tokenizer.ggml.pre`, or undefined. */
export function recogniseGgufName(name: string): SplitPattern | undefined {
  return Object.hasOwn(ggufNames, name) ? ggufNames[name] : undefined;
}

/** The regular expressions of a pattern, one upon the other, as Split pre-tokenisers have them. Not for `smollm`, which is not one. */
export function splitTexts(pattern: SplitPattern): readonly string[] {
  if (pattern === 'deepseek-v3') return deepSeekPatterns;
  const text = Object.keys(singlePatterns).find((key) => singlePatterns[key] === pattern);
  return text === undefined ? [] : [text];
}

/** The table of character classes that the kernels take for a pattern. */
export function splitClassTable(pattern: SplitPattern): Uint8Array {
  return pattern === 'smollm' ? numericClassTable() : characterClassTable();
}
