/**
 * A string of JSON from its UTF-8 bytes, without a JavaScript string between.
 * Invariant: for UTF-8 the bytes are those of `JSON.stringify`; bytes above 127 pass as they are.
 * Refuses: to judge UTF-8.
 */
const quote = 0x22;
const backslash = 0x5c;

/** What stands for each byte below 128 that cannot stand for itself. */
const escapes = Array.from({ length: 128 }, (_, code) => {
  const text = JSON.stringify(String.fromCharCode(code)).slice(1, -1);
  return text.length > 1 ? new TextEncoder().encode(text) : undefined;
});

/** Most bytes that a string of so many may take, quotes with it. */
export const maxJsonStringBytes = (numBytes: number) => numBytes * 6 + 2;

/** Writes a string at `at` into `out`, which has room. @returns the offset after it */
export function writeJsonString(text: Uint8Array, out: Uint8Array, at: number): number {
  let to = at;
  out[to++] = quote;
  let start = 0;
  for (let place = 0; place < text.length; place += 1) {
    const byte = text[place] as number;
    if (byte >= 0x20 && byte !== quote && byte !== backslash) continue;
    const escaped = escapes[byte] as Uint8Array;
    out.set(text.subarray(start, place), to);
    to += place - start;
    out.set(escaped, to);
    to += escaped.length;
    start = place + 1;
  }
  out.set(text.subarray(start), to);
  to += text.length - start;
  out[to++] = quote;
  return to;
}
