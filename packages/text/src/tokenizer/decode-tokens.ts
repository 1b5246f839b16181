/**
 * Token ids to the bytes they stand for, and to text as it streams in.
 * Invariant: the bytes of a text's ids are the bytes of the text (after its normaliser), whatever the borders of the chunks.
 * Ids that no token has stand for nothing, as in Hugging Face tokenizers.
 */
import { tokenBytesOf, type Vocabulary } from './vocabulary.ts';

export interface TokenDecoder {
  /** The bytes of some ids. */
  bytesOf(ids: Iterable<number>): Uint8Array;
  /** The text of some ids; what is no UTF-8 becomes U+FFFD. */
  textOf(ids: Iterable<number>): string;
  /** A decoder of a stream of ids: `push` gives the text that is complete, `end` what is left. */
  stream(): { push(ids: Iterable<number>): string; end(): string };
}

export interface DecoderOptions {
  /** Leaves special tokens out. Default true, as in Hugging Face tokenizers. */
  skipsSpecial?: boolean;
}

export function createDecoder(
  { tokens, addedTokens }: Vocabulary,
  { skipsSpecial = true }: DecoderOptions = {},
): TokenDecoder {
  const encoder = new TextEncoder();
  const added = new Map<number, Uint8Array>();
  for (const { id, content, isSpecial } of addedTokens)
    added.set(id, isSpecial && skipsSpecial ? new Uint8Array(0) : encoder.encode(content));
  const pieceOf = (id: number) => added.get(id) ?? tokenBytesOf(tokens, id);

  function bytesOf(ids: Iterable<number>): Uint8Array {
    const pieces = Array.from(ids, pieceOf);
    const bytes = new Uint8Array(pieces.reduce((total, { length }) => total + length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  const newDecoder = () => new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    bytesOf,
    textOf: (ids) => newDecoder().decode(bytesOf(ids)),
    stream() {
      const decoder = newDecoder();
      return {
        push: (ids) => decoder.decode(bytesOf(ids), { stream: true }),
        end: () => decoder.decode(),
      };
    },
  };
}
