/**
 * Digests and ids shortened for the eye; the whole is what gets copied.
 */

/** The first eight digits of a digest, or the head and tail of an id: `9f2c41ab`, `ans_0mi…4k2x`. */
export function shortReference(reference: string): string {
  const digits = /^sha256:([0-9a-f]{8})/.exec(reference)?.[1];
  if (digits) return digits;
  return reference.length > 16 ? `${reference.slice(0, 7)}…${reference.slice(-4)}` : reference;
}
