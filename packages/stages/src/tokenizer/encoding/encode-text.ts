/**
 * What an opened tokenizer makes of a text: ids, the piece of each, and its place.
 * Invariant: the pieces stand one behind the other; where the text is normalised first, places are those of the normalised text.
 */
import type { EncodedText } from '@slipway/contracts';
import { createDecoder, createTokenizer, type Kernels, type Vocabulary } from '@slipway/text';

export type EncodeText = (text: string) => EncodedText;

/** @param kernels of its own: the vocabulary stays in their memory */
export function openTokenizer(kernels: Kernels, vocabulary: Vocabulary): EncodeText {
  const tokenizer = createTokenizer(kernels, vocabulary);
  const decoder = createDecoder(vocabulary, { skipsSpecial: false });
  const special = new Set(vocabulary.addedTokens.filter((one) => one.isSpecial).map(({ id }) => id));
  return (text) => {
    const ids = tokenizer.encodeText(text);
    let at = 0;
    const tokens = Array.from(ids, (id) => {
      const bytes = decoder.bytesOf([id]);
      const start = at;
      at += bytes.length;
      return { id, text: showBytes(bytes), start, end: at, isSpecial: special.has(id) };
    });
    const normalised = vocabulary.normaliser === 'nfc' ? text.normalize('NFC') : text;
    return {
      numBytes: Buffer.byteLength(text),
      tokens,
      isRestored: Buffer.from(normalised).equals(decoder.bytesOf(ids)),
    };
  };
}

/** A token's text; bytes that are no whole characters as `\xE4`. */
function showBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase()}`,
    ).join('');
  }
}
