/**
 * What a writer of tokens in several files is given, and what it tells of each.
 * Invariant: the settings are all that files depend on beside the tokens, so writers of equal settings go on after one another.
 */
import type { ShardPacking } from './shard-manifest.ts';
import type { ResumableSink, TokenTotals } from './token-sink.ts';

export const tokenFormats = ['shards', 'megatron', 'datatrove', 'parquet', 'jsonl.zst'] as const;
export type TokenFormat = (typeof tokenFormats)[number];

export interface TokenWriterOptions {
  format: TokenFormat;
  vocabularySize: number;
  /** `sha256:` of the tokenizer. */
  tokenizerDigest: string;
  /** What metadata call the tokenizer. */
  tokenizerName: string;
  shardTokens: number;
  /** Of packed sequences; then `shardTokens` is a multiple of `sequenceTokens`. Only `shards` keep where documents end within one. */
  packing?: ShardPacking | undefined;
}

/** A file, by what trainers are given: of Megatron's two the prefix, of datatrove's three the `.ds`. */
export interface TokenFileEntry extends TokenTotals {
  name: string;
}

export type TokenWriter = ResumableSink<TokenFileEntry[]>;
