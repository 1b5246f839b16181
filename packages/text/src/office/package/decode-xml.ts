/**
 * The bytes of an XML file as text, a piece at a time.
 * Invariant: UTF-16 by its mark, else UTF-8; a byte that is neither becomes U+FFFD. No piece ends inside a character.
 */

const pieceBytes = 256 * 1024;

export function* decodeXml(bytes: Uint8Array): Generator<string> {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  const decoder = new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8');
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: true });
  }
  yield decoder.decode();
}
