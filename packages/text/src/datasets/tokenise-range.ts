/**
 * Turns the documents of one range of a dataset into token ids.
 * Invariant: documents stay in their order; each ends with the end-of-text token. Depends on the range and the vocabulary alone.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { createGrowingBytes } from '../pipeline/growing-bytes.ts';
import type { LanguageCounts } from '../pipeline/language-table.ts';
import type { TokenisedPart } from '../pipeline/tokenise-part.ts';
import type { Tokenizer } from '../tokenizer/create-tokenizer.ts';
import { type DatasetRange, type DocumentChoice, readRange } from './dataset-range.ts';

export interface RangeTokeniserTools {
  kernels: Kernels;
  tokenizer: Tokenizer;
  /** Id that ends each document. */
  endOfText: number;
  choice: DocumentChoice;
}

/** Tokenises one range; its room in kernel memory is given back. */
export async function tokeniseRange(
  range: DatasetRange,
  { kernels, tokenizer, endOfText, choice }: RangeTokeniserTools,
): Promise<TokenisedPart> {
  const documentEnd = new Uint8Array(new Uint32Array([endOfText]).buffer);
  const ids = createGrowingBytes(1 << 20);
  const documentEnds: number[] = [];
  const languages: Record<string, LanguageCounts> = {};
  for await (const { bytes, language } of readRange(kernels, range, choice)) {
    const mark = kernels.mark();
    const pointer = kernels.place(bytes);
    const out = kernels.reserve(tokenizer.outBytes(bytes.length));
    const numTokens = tokenizer.encode(pointer, bytes.length, out);
    ids.append(kernels.bytes().subarray(out, out + numTokens * 4));
    ids.append(documentEnd);
    kernels.release(mark);
    documentEnds.push(ids.numBytes / 4);
    const counts = languages[language] ?? { numDocuments: 0, numBytes: 0, numTokens: 0 };
    languages[language] = {
      numDocuments: counts.numDocuments + 1,
      numBytes: counts.numBytes + bytes.length,
      numTokens: counts.numTokens + numTokens + 1,
    };
  }
  return {
    ids: new Uint32Array(ids.view().slice().buffer),
    documentEnds: Uint32Array.from(documentEnds),
    languages,
  };
}
