/**
 * JSON Lines of token ids, compressed with Zstandard: `{"input_ids":[…]}` a document or sequence.
 * Invariant: one line each, in order; the file is one frame and there whole or not at all.
 */
import { openDurableFile } from '../durable/durable-file.ts';
import { compressFile } from './json-lines-file.ts';
import { eachDocument, type TokenSink, type TokenTotals } from './token-sink.ts';
import { copyIds, makeIds } from './token-width.ts';

/** Opens a writer of `path`, which ends with `.jsonl.zst`; the plain lines wait in a file beside. */
export async function openJsonLinesTokenWriter(
  path: string,
  { vocabularySize }: { vocabularySize: number },
): Promise<TokenSink<TokenTotals>> {
  const plainPath = `${path}.lines`;
  const file = await openDurableFile(plainPath);
  const totals = { numTokens: 0, numDocuments: 0 };
  return {
    async append(ids, documentEnds) {
      const lines: string[] = [];
      for (const document of eachDocument(ids, documentEnds)) {
        copyIds(document, makeIds(document.length, 4), { at: 0, vocabularySize });
        lines.push(`{"input_ids":[${document.join(',')}]}\n`);
        totals.numTokens += document.length;
        totals.numDocuments += 1;
      }
      await file.write(new TextEncoder().encode(lines.join('')));
    },
    async finish() {
      await file.commit();
      await compressFile(plainPath, path, 'zstd');
      return totals;
    },
    discard: () => file.discard(),
  };
}
