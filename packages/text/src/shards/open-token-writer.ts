/**
 * Opens the writer of tokens that a format asks for, in files of about equal size.
 * Invariant: a file is closed by the document that brings it to `shardTokens`, so equal documents in equal order give equal files.
 * Refuses: to go on where files were begun; it is for folders of its own.
 */
import { join } from 'node:path';
import { openDatatroveWriter } from './datatrove.ts';
import { openJsonLinesTokenWriter } from './json-lines-tokens.ts';
import { openMegatronWriter } from './megatron.ts';
import { openParquetTokenWriter } from './parquet-file.ts';
import type { ShardPacking } from './shard-manifest.ts';
import { eachDocument, type TokenSink, type TokenTotals } from './token-sink.ts';
import { openTokenShardWriter } from './write-token-shards.ts';

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

/** @throws SlipwayError `argument-invalid` where settings are not sound; the file system's error */
export async function openTokenWriter(
  folder: string,
  options: TokenWriterOptions,
): Promise<TokenSink<TokenFileEntry[]>> {
  const { format, vocabularySize, tokenizerDigest, shardTokens, packing } = options;
  if (format !== 'shards') return splitFiles(folder, { ...options, format });
  const settings = { vocabularySize, tokenizerDigest, shardTokens, ...(packing ? { packing } : {}) };
  const writer = await openTokenShardWriter(folder, settings);
  return {
    append: (ids, documentEnds) => writer.append(ids, documentEnds),
    finish: async () =>
      (await writer.finish()).shards.map(({ name, numTokens, numDocuments }) => ({
        name,
        numTokens,
        numDocuments,
      })),
    discard: () => writer.discard(),
  };
}

type SplitFormat = Exclude<TokenFormat, 'shards'>;

const endings: Readonly<Record<SplitFormat, string>> = {
  megatron: '',
  datatrove: '.ds',
  parquet: '.parquet',
  'jsonl.zst': '.jsonl.zst',
};

interface OpenFile {
  name: string;
  sink: TokenSink<TokenTotals>;
  numTokens: number;
}

function splitFiles(
  folder: string,
  options: TokenWriterOptions & { format: SplitFormat },
): TokenSink<TokenFileEntry[]> {
  const entries: TokenFileEntry[] = [];
  let open: OpenFile | undefined;

  async function begin(): Promise<OpenFile> {
    const name = `tokens-${String(entries.length).padStart(5, '0')}${endings[options.format]}`;
    return { name, sink: await openFile(join(folder, name), options), numTokens: 0 };
  }

  async function close({ name, sink }: OpenFile): Promise<void> {
    open = undefined;
    entries.push({ name, ...(await sink.finish()) });
  }

  return {
    async append(ids, documentEnds) {
      const { packing, shardTokens } = options;
      // Of sequences the trainers' formats keep no ends within: each is one document of theirs.
      const ends = packing ? wholeSequences(ids.length, packing.sequenceTokens) : documentEnds;
      for (const document of eachDocument(ids, ends)) {
        open ??= await begin();
        await open.sink.append(document, [document.length]);
        open.numTokens += document.length;
        if (open.numTokens >= shardTokens) await close(open);
      }
    },
    async finish() {
      if (open) await close(open);
      return entries;
    },
    async discard() {
      await open?.sink.discard();
      open = undefined;
    },
  };
}

function wholeSequences(numTokens: number, sequenceTokens: number): number[] {
  return Array.from({ length: numTokens / sequenceTokens }, (_, place) => (place + 1) * sequenceTokens);
}

async function openFile(
  path: string,
  { format, vocabularySize, tokenizerName }: TokenWriterOptions & { format: SplitFormat },
): Promise<TokenSink<TokenTotals>> {
  if (format === 'megatron') return await openMegatronWriter(path, { vocabularySize });
  if (format === 'datatrove') return await openDatatroveWriter(path, { vocabularySize, tokenizerName });
  if (format === 'parquet') return await openParquetTokenWriter(path, { vocabularySize });
  return await openJsonLinesTokenWriter(path, { vocabularySize });
}
