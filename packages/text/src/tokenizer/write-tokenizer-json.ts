/**
 * Writes a vocabulary as the `tokenizer.json` of Hugging Face tokenizers.
 * Invariant: reading it back gives the same vocabulary, and Hugging Face tokenizers the same ids.
 */
import { textOfToken } from './byte-alphabet.ts';
import { gpt2Pattern, type SplitPattern, splitTexts } from './split-patterns.ts';
import { tokenBytesOf, type Vocabulary } from './vocabulary.ts';

const byteLevel = (usesRegex: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: usesRegex,
});

function writePreTokeniser(pattern: SplitPattern): object {
  if (pattern === 'smollm') {
    const digits = { type: 'Digits', individual_digits: true };
    return { type: 'Sequence', pretokenizers: [digits, byteLevel(true)] };
  }
  const texts = splitTexts(pattern);
  if (texts[0] === gpt2Pattern) return byteLevel(true);
  const splits = texts.map((text) => ({
    type: 'Split',
    pattern: { Regex: text },
    behavior: 'Isolated',
    invert: false,
  }));
  return { type: 'Sequence', pretokenizers: [...splits, byteLevel(false)] };
}

/** @returns the whole file, keys in a fixed order */
export function writeTokenizerJson(vocabulary: Vocabulary): string {
  const { tokens, merges, addedTokens } = vocabulary;
  const added = new Map(addedTokens.map(({ id, content }) => [id, content]));
  const texts: string[] = [];
  // Without a prototype, so that a token may be called __proto__.
  const vocab: Record<string, number> = Object.create(null);
  for (let id = 0; id + 1 < tokens.starts.length; id++) {
    const bytes = tokenBytesOf(tokens, id);
    texts[id] = added.get(id) ?? textOfToken(bytes);
    if (texts[id] !== '') vocab[texts[id] ?? ''] = id;
  }
  const pairs: [string, string][] = [];
  for (let at = 0; at < merges.length; at += 3)
    pairs.push([texts[merges[at] ?? 0] ?? '', texts[merges[at + 1] ?? 0] ?? '']);
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens.map((token) => ({
      id: token.id,
      content: token.content,
      single_word: false,
      lstrip: token.takesLeft,
      rstrip: token.takesRight,
      normalized: token.isNormalised,
      special: token.isSpecial,
    })),
    normalizer: vocabulary.normaliser === 'nfc' ? { type: 'NFC' } : null,
    pre_tokenizer: writePreTokeniser(vocabulary.splitPattern),
    post_processor: null,
    decoder: byteLevel(true),
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: vocabulary.isWholeFirst,
      vocab,
      merges: pairs,
    },
  };
  return `${JSON.stringify(json)}\n`;
}
