/**
 * Tells bytes that are no text: a NUL byte anywhere, or more than 5 % control bytes.
 * Invariant: looks at every byte once, allocates nothing. Tab, line ends, form feed, backspace and escape (as in logs) do not count.
 * Refuses UTF-16 without a byte order mark: it holds NUL bytes and counts as binary. Callers strip BOM-marked UTF-16 first.
 */

const maxControlShare = 0.05;

/** Whether the bytes are not text. An empty array is text. */
export function isBinary(bytes: Uint8Array): boolean {
  let numControl = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte === 0x7f || (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b)) numControl += 1;
  }
  return numControl > bytes.length * maxControlShare;
}
