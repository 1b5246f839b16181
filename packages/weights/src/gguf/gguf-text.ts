/**
 * Strings of GGUF files to JavaScript strings and back without loss.
 * Invariant: encode(decode(bytes)) gives the same bytes, also for invalid UTF-8, whose bytes become lone surrogates
 * U+DC80..U+DCFF (Python's `surrogateescape`, PEP 383).
 */

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeWithEscapes(bytes: Buffer): string {
  const parts: string[] = [];
  let from = 0;
  while (from < bytes.length) {
    const length = lengthOfCharacter(bytes, from);
    if (length === 0) parts.push(String.fromCharCode(0xdc00 + (bytes[from] as number)));
    else parts.push(bytes.toString('utf8', from, from + length));
    from += Math.max(1, length);
  }
  return parts.join('');
}

/** The bytes of the UTF-8 character at `from`, or 0 when there is no valid one. */
function lengthOfCharacter(bytes: Buffer, from: number): number {
  const first = bytes[from] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (from + length > bytes.length) return 0;
  try {
    strictDecoder.decode(bytes.subarray(from, from + length));
    return length;
  } catch {
    return 0;
  }
}

/** The text that these bytes stand for. */
export function decodeGgufText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return Buffer.from(text, 'utf8').equals(bytes) ? text : decodeWithEscapes(bytes);
}

/** The bytes of a text. Lone surrogates outside U+DC80..U+DCFF become U+FFFD. */
export function encodeGgufText(text: string): Buffer {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const isEscape = code >= 0xdc80 && code <= 0xdcff;
    parts.push(isEscape ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}
