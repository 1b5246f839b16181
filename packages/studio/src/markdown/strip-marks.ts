/**
 * Takes out of plain words the marks of emphasis and code that a broken Markdown text left in them.
 * Invariant: words stay as they are, and so do the powers in `2**3` and `2 ** 3`.
 */

/** The words without `**`, `~~` and backticks that belong to nothing. */
export function stripMarks(words: string): string {
  return words.replace(/(\d\*{2,}(?=\d)|\s\*{2,}(?=\s))|\*{2,}|~~|`+/g, '$1');
}
