/**
 * Token files of datatrove: ids in `NAME.ds`, ends of documents in tokens as u64 in `NAME.ds.index`, and `NAME.ds.metadata`
 * (https://github.com/huggingface/datatrove, `src/datatrove/pipeline/tokens/tokenizer.py` of 0.10).
 * Invariant: byte for byte what datatrove's `TokenizedFile` writes, but for a tie in the rounding of the metadata's last line. The width
 * of ids stands in the metadata alone.
 * Refuses: masks of losses (`.loss`).
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { invariant } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { readFully } from './read-fully.ts';
import { damagedShard } from './shard-index.ts';
import { openTokenFile } from './token-file.ts';
import { eachDocument, type TokenReader, type TokenSink, type TokenTotals } from './token-sink.ts';
import { bytesOf, makeIds, tokenBytesOf } from './token-width.ts';

export interface DatatroveOptions {
  vocabularySize: number;
  /** What the metadata calls the tokenizer. */
  tokenizerName: string;
}

/** Opens a writer of a `.ds` file and its two companions. Holds eight bytes a document until the end. */
export async function openDatatroveWriter(
  path: string,
  { vocabularySize, tokenizerName }: DatatroveOptions,
): Promise<TokenSink<TokenTotals>> {
  const tokenBytes = tokenBytesOf(vocabularySize);
  const file = await openTokenFile(path, { vocabularySize, tokenBytes });
  const ends: number[] = [];
  const companions: string[] = [];
  const writeCompanion = async (ending: string, bytes: Uint8Array) => {
    await writeDurably(`${path}.${ending}`, bytes);
    companions.push(`${path}.${ending}`);
  };
  return {
    async append(ids, documentEnds) {
      for (const document of eachDocument(ids, documentEnds)) {
        await file.append(document);
        ends.push(file.numTokens);
      }
    },
    async finish() {
      const { numTokens } = file;
      await file.commit();
      await writeCompanion('index', bytesOf(BigUint64Array.from(ends, BigInt)));
      const lines = [`${tokenizerName}|${tokenBytes}`, numTokens, metricCount(numTokens)];
      await writeCompanion('metadata', new TextEncoder().encode(lines.join('\n')));
      return { numTokens, numDocuments: ends.length };
    },
    async discard() {
      for (const companion of companions) await rm(companion, { force: true });
      await file.discard();
    },
  };
}

/** A count with three digits and a prefix, as Python's `humanize.metric` prints it with the unit T; for people alone. */
function metricCount(count: number): string {
  const power = Number(count.toExponential(2).split('e')[1]);
  const order = Math.floor(power / 3);
  const digits = (count / 10 ** (order * 3)).toFixed(2 - (power % 3));
  return `${digits} ${order === 0 ? '' : 'kMGTPEZY'.charAt(order - 1)}T`;
}

/** Opens a `.ds` file for reading. @throws SlipwayError `artifact-corrupt` where its metadata do not tell the width of ids */
export function openDatatrove(path: string): TokenReader {
  const tokenBytes = Number(/\|([24])\n/.exec(readFileSync(`${path}.metadata`, 'utf8'))?.[1]);
  if (tokenBytes !== 2 && tokenBytes !== 4) throw damagedShard(`${path}.metadata`, 'it has no width of ids');
  const index = readFileSync(`${path}.index`);
  const numDocuments = index.length / 8;
  const file = openSync(path, 'r');
  const endOf = (document: number) => (document < 0 ? 0 : Number(index.readBigUInt64LE(document * 8)));
  return {
    numDocuments,
    readDocument(document) {
      invariant(document >= 0 && document < numDocuments, `there is a document ${document}`);
      const start = endOf(document - 1);
      const ids = makeIds(endOf(document) - start, tokenBytes);
      if (!readFully(file, ids, start * tokenBytes)) throw damagedShard(path, 'it is cut off');
      return ids;
    },
    close: () => closeSync(file),
  };
}
