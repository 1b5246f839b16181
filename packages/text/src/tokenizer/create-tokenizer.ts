/**
 * Byte-level BPE on the bytes of documents in kernel memory.
 * Invariant: the ids are those of the original tokenizer with no special tokens added around the text; they depend on the text alone.
 * Text must be UTF-8; other bytes are encoded by themselves, but no original says how.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { bindNormalising } from './encode-normalising.ts';
import { type CacheSizes, placeModel, roomBehind, roomPerByte } from './model-layout.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface TokenizerOptions {
  /** Sizes of the caches; by default 4 MiB for short words and 4 MiB for long ones. */
  caches?: CacheSizes;
  /** Encodes the text of special tokens like any other text (`encode_special_tokens`). Default false. */
  encodesSpecial?: boolean;
}

export interface Tokenizer {
  /**
   * Encodes `length` bytes at `pointer` (16 readable bytes behind them) to u32 ids at `outPointer`, which has `outBytes(length)` of room.
   * @returns the number of ids
   */
  encode(pointer: number, length: number, outPointer: number): number;
  /** Room that `encode` needs for the ids of a text, in bytes. */
  outBytes(length: number): number;
  /** The ids of a text, for callers outside of kernel memory. */
  encodeText(text: string | Uint8Array): Uint32Array;
}

const encoder = new TextEncoder();
/** NFC triples UTF-8 at the most (UAX #15, expansion factors). */
const mostGrowth = 3;
const defaultCaches = { shortBits: 17, longBits: 15 };

/** Places the vocabulary in kernel memory, where it stays until what was reserved before is released. */
export function createTokenizer(
  kernels: Kernels,
  vocabulary: Vocabulary,
  { caches = defaultCaches, encodesSpecial = false }: TokenizerOptions = {},
): Tokenizer {
  const model = placeModel(kernels, vocabulary, caches);
  const passesSpecial = Number(encodesSpecial);
  const isNfcNeeded = vocabulary.normaliser === 'nfc';
  const encode = isNfcNeeded
    ? bindNormalising(kernels, model, passesSpecial)
    : (pointer: number, length: number, outPointer: number) =>
        kernels.calls.encode(model, pointer, length, outPointer, passesSpecial);

  const tokenizer: Tokenizer = {
    outBytes: (length) => length * roomPerByte * (isNfcNeeded ? mostGrowth : 1) + roomBehind,
    encode,
    encodeText(text) {
      const bytes = typeof text === 'string' ? encoder.encode(text) : text;
      const mark = kernels.mark();
      const pointer = kernels.place(bytes);
      const out = kernels.reserve(tokenizer.outBytes(bytes.length));
      const numTokens = tokenizer.encode(pointer, bytes.length, out);
      const ids = kernels.bytes().slice(out, out + numTokens * 4);
      kernels.release(mark);
      return new Uint32Array(ids.buffer);
    },
  };
  return tokenizer;
}
