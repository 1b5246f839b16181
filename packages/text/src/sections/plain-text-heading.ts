/**
 * Headings of plain text: underlined lines, numbered lines, Chinese chapters, lines in capitals.
 * Invariant: a heading is short, stands after an empty line or at the start, and does not end like a sentence.
 */

export interface PlainTextHeading {
  level: number;
  /** 2 where an underline follows, which belongs to the heading. */
  numLines: 1 | 2;
}

const maxCharacters = 80;
const sentenceEnd = /[.!?,;。！？，；、…]$/;

/** Whether the line at `index` is a heading, and of which level. */
export function plainTextHeading(lines: readonly string[], index: number): PlainTextHeading | undefined {
  const line = lines[index] ?? '';
  const before = lines[index - 1] ?? '';
  if (line.trim() === '' || line.length > maxCharacters || /^\s/.test(line) || before !== '')
    return undefined;
  const after = lines[index + 1] ?? '';
  if (/^={3,}$/.test(after)) return { level: 1, numLines: 2 };
  if (/^[-~^]{3,}$/.test(after)) return { level: 2, numLines: 2 };
  const chapter = /^第[〇零一二三四五六七八九十百千\d]{1,6}([部篇编卷章节节条])(?:\s|[：:、]|$)/.exec(
    line,
  )?.[1];
  if (chapter !== undefined)
    return { level: /[部篇编卷]/.test(chapter) ? 1 : chapter === '章' ? 2 : 3, numLines: 1 };
  if (sentenceEnd.test(line) || after !== '') return undefined;
  if (/^[一二三四五六七八九十]{1,3}、\S/.test(line)) return { level: 2, numLines: 1 };
  const number = /^(?:chapter\s+)?(\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+\p{L}/iu.exec(line)?.[1];
  if (number !== undefined) return { level: Math.min(6, number.split('.').length + 1), numLines: 1 };
  const isCapitals =
    /\p{Lu}.*\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line) && /^[\p{Lu}\d\s'&/,-]+$/u.test(line);
  return isCapitals ? { level: 2, numLines: 1 } : undefined;
}
