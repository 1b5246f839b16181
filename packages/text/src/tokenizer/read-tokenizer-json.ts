/**
 * Reads a Hugging Face `tokenizer.json` of a byte-level BPE family.
 * Invariant: what is accepted encodes exactly as Hugging Face tokenizers does with `add_special_tokens=False`.
 * Refuses: other models than BPE, dropout, unknown tokens, subword marks, byte fallback, normalisers but NFC, split patterns that are
 * not compiled, prefixed spaces, added tokens that must be single words.
 */
import { bytesOfToken } from './byte-alphabet.ts';
import { gpt2Pattern, recogniseSplits, type SplitPattern } from './split-patterns.ts';
import { refuseTokenizer } from './tokenizer-error.ts';
import { type AddedToken, packTokens, type Vocabulary } from './vocabulary.ts';

interface JsonPart {
  type?: string;
  pretokenizers?: JsonPart[];
  normalizers?: JsonPart[];
  pattern?: { Regex?: string; String?: string };
  behavior?: string;
  invert?: boolean;
  add_prefix_space?: boolean;
  use_regex?: boolean;
  individual_digits?: boolean;
}

interface JsonAddedToken {
  id: number;
  content: string;
  single_word?: boolean;
  lstrip?: boolean;
  rstrip?: boolean;
  normalized?: boolean;
  special?: boolean;
}

interface JsonModel {
  type?: string;
  vocab?: Record<string, number>;
  merges?: (string | [string, string])[];
  dropout?: number | null;
  unk_token?: string | null;
  continuing_subword_prefix?: string | null;
  end_of_word_suffix?: string | null;
  byte_fallback?: boolean;
  ignore_merges?: boolean;
}

interface TokenizerJson {
  model?: JsonModel;
  normalizer?: JsonPart | null;
  pre_tokenizer?: JsonPart | null;
  added_tokens?: JsonAddedToken[];
}

const families = 'GPT-2, cl100k, o200k, Llama 3, Qwen 2 and 3, DeepSeek V3 and SmolLM are known.';

function flattenParts(part: JsonPart | null | undefined): JsonPart[] {
  if (!part) return [];
  const inner = part.pretokenizers ?? part.normalizers;
  return inner ? inner.flatMap(flattenParts) : [part];
}

function readNormaliser(part: JsonPart | null | undefined): Vocabulary['normaliser'] {
  const types = flattenParts(part).map(({ type }) => type);
  if (types.length === 0) return 'none';
  if (types.length === 1 && types[0] === 'NFC') return 'nfc';
  return refuseTokenizer(`the normaliser ${types.join(', ')} is not supported`, 'NFC and none are.');
}

/** The text of a Split that keeps every piece, or undefined. */
function splitText({ type, pattern, behavior, invert }: JsonPart): string | undefined {
  const keepsAll = (behavior === 'Isolated' && !invert) || (behavior === 'Removed' && invert);
  return type === 'Split' && keepsAll ? pattern?.Regex : undefined;
}

function recogniseParts(parts: readonly JsonPart[]): SplitPattern | undefined {
  const last = parts.at(-1);
  if (last?.type !== 'ByteLevel' || last.add_prefix_space !== false) return undefined;
  const before = parts.slice(0, -1);
  if (last.use_regex !== false) {
    if (before.length === 0) return recogniseSplits([gpt2Pattern]);
    const isDigits = before.length === 1 && before[0]?.type === 'Digits' && before[0].individual_digits;
    return isDigits ? 'smollm' : undefined;
  }
  const texts = before.map(splitText);
  // "Removed, inverted" drops what does not match; only patterns that match everything are written so.
  return texts.every((text) => text !== undefined) ? recogniseSplits(texts) : undefined;
}

function readSplitPattern(part: JsonPart | null | undefined): SplitPattern {
  const parts = flattenParts(part);
  const pattern = recogniseParts(parts);
  if (pattern) return pattern;
  const said = JSON.stringify(parts.map(({ type, pattern: text }) => text?.Regex ?? type));
  return refuseTokenizer(`the pre-tokeniser ${said} is not known`, families);
}

function checkModel(model: JsonModel | undefined): asserts model is JsonModel {
  if (!model || (model.type ?? 'BPE') !== 'BPE' || !model.merges || !model.vocab)
    refuseTokenizer(`a tokenizer of the model ${model?.type ?? 'unknown'} is not byte-level BPE`, families);
  const strange = Object.entries({
    dropout: model.dropout,
    unk_token: model.unk_token,
    continuing_subword_prefix: model.continuing_subword_prefix,
    end_of_word_suffix: model.end_of_word_suffix,
    byte_fallback: model.byte_fallback,
  }).filter(([, value]) => value);
  if (strange.length > 0)
    refuseTokenizer(
      `a BPE model with ${strange.map(([name]) => name).join(', ')} is not supported`,
      families,
    );
}

function readAddedToken(token: JsonAddedToken): AddedToken {
  if (token.single_word)
    refuseTokenizer(
      `the added token "${token.content}" must be a single word`,
      'This option is not supported.',
    );
  return {
    id: token.id,
    content: token.content,
    isSpecial: token.special ?? false,
    takesLeft: token.lstrip ?? false,
    takesRight: token.rstrip ?? false,
    isNormalised: token.normalized ?? !token.special,
  };
}

/** Ids of both sides and of the result of every merge. @throws SlipwayError if a merge names what is not in the vocabulary */
export function readMerges(
  merges: readonly (string | readonly [string, string])[],
  idOf: (token: string) => number | undefined,
): Uint32Array {
  const triples = new Uint32Array(merges.length * 3);
  for (const [rank, merge] of merges.entries()) {
    const gap = typeof merge === 'string' ? merge.indexOf(' ', 1) : 0;
    const left = typeof merge === 'string' ? merge.slice(0, gap) : merge[0];
    const right = typeof merge === 'string' ? merge.slice(gap + 1) : merge[1];
    const ids = [idOf(left), idOf(right), idOf(left + right)];
    if (ids.includes(undefined))
      refuseTokenizer(`merge ${rank} ("${left} ${right}") is not made of tokens`, 'The file is damaged.');
    triples.set(ids as number[], rank * 3);
  }
  return triples;
}

/**
 * @param text the whole of a `tokenizer.json`
 * @throws SlipwayError `argument-invalid` if it cannot be encoded exactly
 */
export function readTokenizerJson(text: string): Vocabulary {
  let json: TokenizerJson;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return refuseTokenizer(`not JSON: ${(cause as Error).message}`, 'A tokenizer.json is expected.');
  }
  const { model } = json;
  checkModel(model);
  const addedTokens = (json.added_tokens ?? []).map(readAddedToken);
  const added = new Set(addedTokens.map(({ id }) => id));
  const ids = new Map(Object.entries(model.vocab ?? {}));
  const tokens: (Uint8Array | undefined)[] = [];
  for (const [token, id] of ids) {
    while (tokens.length < id) tokens.push(undefined);
    tokens[id] = added.has(id) ? undefined : bytesOfToken(token);
  }
  return {
    tokens: packTokens(tokens),
    merges: readMerges(model.merges ?? [], (token) => ids.get(token)),
    splitPattern: readSplitPattern(json.pre_tokenizer),
    isWholeFirst: model.ignore_merges ?? false,
    normaliser: readNormaliser(json.normalizer),
    addedTokens: addedTokens.filter(({ content }) => content !== ''),
  };
}
