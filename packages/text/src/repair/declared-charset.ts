/**
 * The encoding that a page names itself: in a `meta` element or an XML declaration within its first 1,024 bytes (WHATWG HTML, 13.2.3.2).
 * Invariant: a label as it stands; whether anyone knows it is for the decoder to say.
 */
const headBytes = 1024;
const metaCharset = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i;
const xmlEncoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/i;

/** @returns the label, or nothing where the page names none */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)).toString(
    'latin1',
  );
  return (metaCharset.exec(head) ?? xmlEncoding.exec(head))?.[1];
}
