/**
 * Closes what a Markdown text left open at its end, be it still being written or cut at the token limit: code, emphasis, links.
 * Invariant: changes only the end of the text; a text that closes its own marks stays as it is.
 */

const fence = /^ {0,3}(?:`{3,}|~{3,})/;

/** The text with its open marks closed; a fence of code needs no closing, it runs to the end. */
export function closeMarks(text: string): string {
  const lines = text.split('\n');
  if (lines.filter((line) => fence.test(line)).length % 2 === 1) return text;
  const start = text.lastIndexOf('\n\n') + 1;
  return text.slice(0, start) + closeParagraph(text.slice(start));
}

function closeParagraph(paragraph: string): string {
  // A mark with nothing behind it opened nothing yet; a link without its end is its label.
  const begun = paragraph
    .replace(/(?<![*_`~\w])(?:\*{1,3}|_{1,3}|`{1,2}|~~)$/, '')
    .replace(/!?\[([^\][]*)\]\([^()]*$/, '$1');
  const plain = begun.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
  const code = /(?<!`)(`+)(?!`)[^`]*$/.exec(plain)?.[1];
  if (code !== undefined) return begun.trimEnd() + code;
  const open = openEmphasis(plain);
  return open === '' ? begun : begun.trimEnd() + open;
}

/** Marks of emphasis that were opened and not closed, the innermost first, as they have to be closed. */
function openEmphasis(text: string): string {
  const open: string[] = [];
  for (const { 0: mark, index } of text.matchAll(/\*{1,2}|~~/g)) {
    const [before = ' ', after = ' '] = [text[index - 1], text[index + mark.length]];
    if (open.at(-1) === mark && !/\s/.test(before)) open.pop();
    else if (!/\s/.test(after)) open.push(mark);
  }
  return open.reverse().join('');
}
