/**
 * How many columns a text takes in a terminal: two for each wide character (Han, kana, Hangul, full-width forms, emoji).
 */

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
const colour = /\u001b\[[0-9;]*m/g;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(colour, '')) {
    if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text that takes at most so many columns; what a reader sees as one character is whole or left out. */
export function cutText(text: string, width: number): string {
  let left = width;
  for (const { segment, index } of graphemes.segment(text)) {
    left -= displayWidth(segment);
    if (left < 0) return `${text.slice(0, index)}…`;
  }
  return text;
}

/** Fills a text up with spaces to a number of columns. */
export function padText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
