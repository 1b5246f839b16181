/**
 * Reads a tiktoken rank file: a line a token, its bytes in base64 and its rank.
 * Invariant: two neighbours merge if what they make together is a token, the lowest rank first, as tiktoken does; a piece that is a
 * token becomes it at once.
 */
import { recogniseSplits, type SplitPattern, splitPatternNumbers } from './split-patterns.ts';
import { refuseTokenizer } from './tokenizer-error.ts';
import { packTokens, type TokenBytes, tokenBytesOf, type Vocabulary } from './vocabulary.ts';

export interface TiktokenOptions {
  /** A pattern's name, or the text of tiktoken's `pat_str`. */
  pattern: string;
  /** Special tokens and their ids. */
  specialTokens?: Readonly<Record<string, number>>;
}

const latin1 = new TextDecoder('latin1');

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Latin-1 as TextDecoder has it is Windows-1252, which is as good for telling bytes apart. */
const keyOf = (bytes: Uint8Array) => latin1.decode(bytes);

/** All pairs of tokens that make a token together, by the rank of what they make. */
export function deriveMerges(tokens: TokenBytes): Uint32Array {
  const ids = new Map<string, number>();
  const numTokens = tokens.starts.length - 1;
  for (let id = 0; id < numTokens; id++) {
    const bytes = tokenBytesOf(tokens, id);
    if (bytes.length > 0) ids.set(keyOf(bytes), id);
  }
  const triples: number[] = [];
  for (const [key, merged] of ids) {
    for (let at = 1; at < key.length; at++) {
      const left = ids.get(key.slice(0, at));
      const right = left === undefined ? undefined : ids.get(key.slice(at));
      if (left !== undefined && right !== undefined) triples.push(left, right, merged);
    }
  }
  return Uint32Array.from(triples);
}

function findPattern(pattern: string): SplitPattern {
  const known = Object.hasOwn(splitPatternNumbers, pattern)
    ? (pattern as SplitPattern)
    : recogniseSplits([pattern]);
  if (known) return known;
  const names = Object.keys(splitPatternNumbers).join(', ');
  return refuseTokenizer(`the split pattern "${pattern}" is not known`, `Known by name: ${names}.`);
}

/**
 * @param text the whole of a rank file
 * @throws SlipwayError `argument-invalid` for a line that is not `base64 rank`, or an unknown pattern
 */
export function readTiktoken(text: string, { pattern, specialTokens = {} }: TiktokenOptions): Vocabulary {
  const splitPattern = findPattern(pattern);
  const tokens: (Uint8Array | undefined)[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = /^([A-Za-z0-9+/=]+) (\d{1,8})\r?$/.exec(line);
    if (!found)
      return refuseTokenizer(`line ${index + 1} is not "base64 rank"`, 'A tiktoken rank file is expected.');
    const rank = Number(found[2]);
    while (tokens.length < rank) tokens.push(undefined);
    tokens[rank] = fromBase64(found[1] ?? '');
  }
  const packed = packTokens(tokens);
  return {
    tokens: packed,
    merges: deriveMerges(packed),
    splitPattern,
    isWholeFirst: true,
    normaliser: 'none',
    addedTokens: Object.entries(specialTokens).map(([content, id]) => ({
      id,
      content,
      isSpecial: true,
      takesLeft: false,
      takesRight: false,
      isNormalised: false,
    })),
  };
}
