/**
 * How much a text says, in characters of Latin script: a Han, kana or Hangul character counts as two and a quarter.
 * Invariant: additive over code points and independent of the locale; 900 is about 400 Han characters or 150 to 220 tokens of either.
 */

/** Latin characters that say as much as one wide character. */
export const wideWeight = 2.25;

/** Whether a code unit belongs to a wide script (CJK, kana, Hangul, full-width forms). */
export function isWide(codeUnit: number): boolean {
  return (
    (codeUnit >= 0x2e80 && codeUnit <= 0x9fff) ||
    (codeUnit >= 0xac00 && codeUnit <= 0xd7af) ||
    (codeUnit >= 0xf900 && codeUnit <= 0xfaff) ||
    (codeUnit >= 0xff00 && codeUnit <= 0xffef)
  );
}

/** The weight of `text`, or of the part from `start` to `end`. */
export function textWeight(text: string, start = 0, end = text.length): number {
  let numWide = 0;
  for (let at = start; at < end; at += 1) if (isWide(text.charCodeAt(at))) numWide += 1;
  return end - start + numWide * (wideWeight - 1);
}
