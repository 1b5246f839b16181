/**
 * The alphabet in which byte-level vocabularies write bytes as characters (`bytes_to_unicode` of GPT-2's `src/encoder.py`): printable
 * Latin-1 stands for itself, the other bytes are U+0100 and up in their order.
 */
const letters: string[] = [];
const bytesOf = new Map<number, number>();

function isPrintable(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

let next = 256;
for (let byte = 0; byte < 256; byte++) {
  const code = isPrintable(byte) ? byte : next++;
  letters.push(String.fromCharCode(code));
  bytesOf.set(code, byte);
}

/** The bytes that a token's text stands for, or undefined if it has a character outside the alphabet. */
export function bytesOfToken(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = bytesOf.get(text.charCodeAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

/** The text by which a vocabulary names these bytes. */
export function textOfToken(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += letters[byte] ?? '';
  return text;
}
