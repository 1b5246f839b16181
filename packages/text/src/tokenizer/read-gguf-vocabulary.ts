/**
 * The vocabulary inside a GGUF, handed in as the plain values of its `tokenizer.ggml.*` keys.
 * Invariant: ids are those of the file. Refuses other models than `gpt2` (byte-level BPE) and pre-tokenisers that are not compiled.
 */
import { bytesOfToken } from './byte-alphabet.ts';
import { readMerges } from './read-tokenizer-json.ts';
import { recogniseGgufName } from './split-patterns.ts';
import { refuseTokenizer } from './tokenizer-error.ts';
import { type AddedToken, packTokens, type Vocabulary } from './vocabulary.ts';

export interface GgufTokenizerValues {
  /** `tokenizer.ggml.model` */
  model: string;
  /** `tokenizer.ggml.pre` */
  pre: string;
  /** `tokenizer.ggml.tokens` */
  tokens: readonly string[];
  /** `tokenizer.ggml.merges` */
  merges: readonly string[];
  /** `tokenizer.ggml.token_type`: 1 normal, 3 control, 4 user defined, 5 unused */
  tokenTypes: readonly number[];
}

const controlType = 3;
const userDefinedType = 4;
/** Families whose text is normalised to NFC by their original tokenizer. */
const nfcNames = new Set(['qwen2']);
/** Families in which a piece that is a token becomes it at once. */
const wholeFirstNames = new Set(['llama-bpe', 'llama3', 'llama-v3', 'gpt-4o', 'llama4']);

/** @throws SlipwayError `argument-invalid` if it cannot be encoded exactly */
export function readGgufVocabulary(values: GgufTokenizerValues): Vocabulary {
  const splitPattern = recogniseGgufName(values.pre);
  if (values.model !== 'gpt2' || !splitPattern)
    return refuseTokenizer(
      `a GGUF vocabulary of model "${values.model}" and pre-tokeniser "${values.pre}" is not known`,
      'Byte-level BPE of the GPT-2, SmolLM, Qwen 2, Llama 3, GPT-4o and DeepSeek V3 families is.',
    );
  const addedTokens: AddedToken[] = [];
  const ids = new Map<string, number>();
  const tokens = values.tokens.map((token, id) => {
    const type = values.tokenTypes[id] ?? 1;
    if (type === controlType || type === userDefinedType) {
      const options = { takesLeft: false, takesRight: false, isNormalised: false };
      addedTokens.push({ id, content: token, isSpecial: type === controlType, ...options });
      return undefined;
    }
    if (type !== 1) return undefined;
    ids.set(token, id);
    return bytesOfToken(token);
  });
  return {
    tokens: packTokens(tokens),
    merges: readMerges(values.merges, (token) => ids.get(token)),
    splitPattern,
    isWholeFirst: wholeFirstNames.has(values.pre),
    normaliser: nfcNames.has(values.pre) ? 'nfc' : 'none',
    addedTokens,
  };
}
