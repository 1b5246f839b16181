/**
 * Token files of Megatron-LM: ids in `PREFIX.bin`, one document after the other, and their places in `PREFIX.idx`
 * (https://github.com/NVIDIA/Megatron-LM, `megatron/core/datasets/indexed_dataset.py` of core 0.16.1).
 *
 *   0   9  "MMIDIDX\0\0"               34  lengths of sequences in tokens, i32 each
 *   9   8  version, 1                      offsets of sequences in bytes, i64 each
 *   17  1  type: 8 for u16, 4 for i32      first sequence of each document and the end, i64 each
 *   18  8  sequences
 *   26  8  documents and one
 *
 * Invariant: byte for byte what Megatron's own builder writes: a document is one sequence; u16 below a vocabulary of 65,500, else i32.
 * Refuses: modes of multimodal sequences.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { invariant } from '@slipway/contracts';
import { writeDurably } from '../durable/durable-file.ts';
import { readFully } from './read-fully.ts';
import { damagedShard } from './shard-index.ts';
import { openTokenFile } from './token-file.ts';
import { eachDocument, type TokenReader, type TokenSink, type TokenTotals } from './token-sink.ts';
import { bytesOf, makeIds, type TokenBytes } from './token-width.ts';

const magic = 'MMIDIDX\0\0';
const headerBytes = 34;
/** Megatron's bound, and its codes of the two types. */
const shortVocabulary = 65_500;
const typeCodes: Record<TokenBytes, number> = { 2: 8, 4: 4 };

/** Opens a writer of `prefix.bin` and `prefix.idx`. Holds four bytes a document until the end. */
export async function openMegatronWriter(
  prefix: string,
  { vocabularySize }: { vocabularySize: number },
): Promise<TokenSink<TokenTotals>> {
  const tokenBytes = vocabularySize < shortVocabulary ? 2 : 4;
  const file = await openTokenFile(`${prefix}.bin`, { vocabularySize, tokenBytes });
  const lengths: number[] = [];
  return {
    async append(ids, documentEnds) {
      for (const document of eachDocument(ids, documentEnds)) {
        await file.append(document);
        lengths.push(document.length);
      }
    },
    async finish() {
      await file.commit();
      await writeDurably(`${prefix}.idx`, encodeMegatronIndex(lengths, tokenBytes));
      return { numTokens: file.numTokens, numDocuments: lengths.length };
    },
    discard: () => file.discard(),
  };
}

function encodeMegatronIndex(lengths: readonly number[], tokenBytes: TokenBytes): Uint8Array {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeBigUInt64LE(1n, 9);
  header.writeUInt8(typeCodes[tokenBytes], 17);
  header.writeBigUInt64LE(BigInt(lengths.length), 18);
  header.writeBigUInt64LE(BigInt(lengths.length + 1), 26);
  const offsets = new BigInt64Array(lengths.length);
  const documents = new BigInt64Array(lengths.length + 1);
  let offset = 0;
  for (const [place, length] of lengths.entries()) {
    offsets[place] = BigInt(offset);
    documents[place + 1] = BigInt(place + 1);
    offset += length * tokenBytes;
  }
  return Buffer.concat([header, bytesOf(Int32Array.from(lengths)), bytesOf(offsets), bytesOf(documents)]);
}

/** Opens `prefix.bin` and `prefix.idx` for reading. @throws SlipwayError `artifact-corrupt` where they are none of these */
export function openMegatron(prefix: string): TokenReader {
  const path = `${prefix}.idx`;
  const index = readFileSync(path);
  const tokenBytes = index[17] === typeCodes[2] ? 2 : 4;
  const isIndex =
    index.length >= headerBytes &&
    index.toString('latin1', 0, magic.length) === magic &&
    index[17] === typeCodes[tokenBytes];
  if (!isIndex) throw damagedShard(path, 'it is no index of Megatron of u16 or i32');
  const numSequences = Number(index.readBigUInt64LE(18));
  const numDocuments = Number(index.readBigUInt64LE(26)) - 1;
  const offsetsStart = headerBytes + numSequences * 4;
  const documentsStart = offsetsStart + numSequences * 8;
  if (index.length < documentsStart + (numDocuments + 1) * 8) throw damagedShard(path, 'it is cut off');
  const file = openSync(`${prefix}.bin`, 'r');
  const sequenceAt = (document: number) => Number(index.readBigInt64LE(documentsStart + document * 8));
  return {
    numDocuments,
    readDocument(document) {
      invariant(document >= 0 && document < numDocuments, `there is a document ${document}`);
      const [first, after] = [sequenceAt(document), sequenceAt(document + 1)];
      let numTokens = 0;
      for (let at = first; at < after; at += 1) numTokens += index.readInt32LE(headerBytes + at * 4);
      const ids = makeIds(numTokens, tokenBytes);
      const offset = first < after ? Number(index.readBigInt64LE(offsetsStart + first * 8)) : 0;
      if (!readFully(file, ids, offset)) throw damagedShard(`${prefix}.bin`, 'it is cut off');
      return ids;
    },
    close: () => closeSync(file),
  };
}
