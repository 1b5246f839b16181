/**
 * Text to ids and back by a SentencePiece model, BPE or Unigram.
 * Invariant: ids are those of sentencepiece 0.2 without begin and end. It works on strings, for models that have no other form; the
 * byte-level tokenizers are those for large amounts of text.
 */
import { encodeBpe } from './encode-bpe.ts';
import { createUnigramEncoder } from './encode-unigram.ts';
import { createSentenceNormaliser, spaceMark } from './normalise-sentence.ts';
import { indexPieces } from './piece-index.ts';
import type { SentencePieceModel } from './read-model.ts';

export interface SentenceTokenizer {
  encodeText(text: string): Uint32Array;
  decode(ids: Iterable<number>): string;
}

const encoder = new TextEncoder();

/** Bytes of which each that is no UTF-8 becomes a U+FFFD of its own. */
function decodeBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const character = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Uint8Array.from(bytes.slice(at, at + length)),
    );
    const isWhole = [...character].length === 1 && character !== '\ufffd';
    const isReplacement = lead === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
    text += isWhole || isReplacement ? character : '\ufffd';
    at += isWhole || isReplacement ? length : 1;
  }
  return text;
}

function createSentenceDecoder(model: SentencePieceModel): SentenceTokenizer['decode'] {
  const byteOf = new Map(
    model.pieces.flatMap(({ type, text }, id) =>
      type === 'byte' ? [[id, Number(text.slice(1, -1))] as const] : [],
    ),
  );
  const stripsFirst = model.addsDummyPrefix || model.removesExtraSpaces;
  return (ids) => {
    let text = '';
    let bytes: number[] = [];
    let isStart = true;
    const flush = () => {
      text += decodeBytes(bytes);
      bytes = [];
    };
    for (const id of ids) {
      const byte = byteOf.get(id);
      if (byte !== undefined) {
        bytes.push(byte);
        continue;
      }
      flush();
      if (text !== '') isStart = false;
      const piece = model.pieces[id];
      if (!piece || piece.type === 'control') continue;
      if (piece.type === 'unknown') {
        text += model.unknownSurface;
        continue;
      }
      const isStripped = isStart && stripsFirst && piece.text.startsWith(spaceMark);
      text += (isStripped ? piece.text.slice(1) : piece.text).replaceAll(spaceMark, ' ');
      // With extra spaces removed any number of them is stripped at the start, else one.
      if (isStripped && !model.removesExtraSpaces) isStart = false;
    }
    flush();
    return text;
  };
}

export function createSentenceTokenizer(model: SentencePieceModel): SentenceTokenizer {
  const index = indexPieces(model);
  const normalise = createSentenceNormaliser(model);
  const encode =
    model.kind === 'bpe' ? (text: string) => encodeBpe(index, text) : createUnigramEncoder(index);
  const byteIds = new Map(
    model.pieces.flatMap(({ type, text }, id) =>
      type === 'byte' ? [[Number(text.slice(1, -1)), id] as const] : [],
    ),
  );
  return {
    encodeText(text) {
      const ids: number[] = [];
      let isAfterUnknown = false;
      for (const piece of encode(normalise(text))) {
        const id = index.ids.get(piece);
        if (id !== undefined) ids.push(id);
        else if (model.hasByteFallback)
          for (const byte of encoder.encode(piece)) ids.push(byteIds.get(byte) ?? model.unknownId);
        else if (!isAfterUnknown) ids.push(model.unknownId);
        isAfterUnknown = id === undefined;
      }
      return Uint32Array.from(ids);
    },
    decode: createSentenceDecoder(model),
  };
}
