/**
 * How often a pattern of one character matches in a text of any length.
 * Invariant: memory does not grow with the text; a surrogate pair is never cut.
 */

const chunkCharacters = 65_536;

/** The number of matches of a global pattern that matches single characters. */
export function countMatches(text: string, pattern: RegExp): number {
  let num = 0;
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + chunkCharacters);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to += 1;
    num += text.slice(from, to).match(pattern)?.length ?? 0;
    from = to;
  }
  return num;
}
