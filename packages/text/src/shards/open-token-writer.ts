/**
 * Opens the writer of tokens that a format asks for, in files of about equal size.
 * Invariant: a file is closed by the document that brings it to `shardTokens`, so equal documents in equal order give equal files. A writer
 * opened on a folder that one with the same settings left goes on after its last whole file.
 */
import { splitTokenFiles } from './split-token-files.ts';
import type { TokenFileEntry, TokenWriter, TokenWriterOptions } from './token-writer.ts';
import { openTokenShardWriter } from './write-token-shards.ts';

/** @throws SlipwayError `argument-invalid` where settings are not sound; the file system's error */
export async function openTokenWriter(folder: string, options: TokenWriterOptions): Promise<TokenWriter> {
  const { format, vocabularySize, tokenizerDigest, shardTokens, packing } = options;
  if (format !== 'shards') return await splitTokenFiles(folder, { ...options, format });
  const settings = { vocabularySize, tokenizerDigest, shardTokens, ...(packing ? { packing } : {}) };
  const writer = await openTokenShardWriter(folder, settings);
  return {
    get numDocumentsDone() {
      return writer.numDocumentsDone;
    },
    get numTokensDone() {
      return writer.numTokensDone;
    },
    append: (ids, documentEnds) => writer.append(ids, documentEnds),
    finish: async () =>
      (await writer.finish()).shards.map(
        ({ name, numTokens, numDocuments }): TokenFileEntry => ({ name, numTokens, numDocuments }),
      ),
    discard: () => writer.discard(),
  };
}
