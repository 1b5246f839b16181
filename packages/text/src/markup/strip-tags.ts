/**
 * HTML tags inside Markdown, taken off or turned into the Markdown they stand for.
 * Invariant: only tags of HTML's own names are touched, so `<T>` or `<your-name>` in prose stay. Linear in the length.
 */
import { plainHeading } from './plain-heading.ts';

const blockTag =
  /<\/?(?:address|article|aside|blockquote|caption|center|details|div|dl|dt|dd|fieldset|figcaption|figure|footer|header|hr|main|nav|ol|p|section|summary|table|tbody|thead|tfoot|tr|ul|br)(?:\s[^<>]{0,2000})?\/?>/gi;
const itemTag = /<li(?:\s[^<>]{0,500})?>/gi;
const codeTag = /<\/?(?:code|kbd|samp|tt|var)(?:\s[^<>]{0,500})?>/gi;
const otherTag =
  /<\/?(?:a|abbr|b|big|cite|col|colgroup|del|dfn|em|font|i|iframe|img|ins|li|mark|picture|q|s|small|source|span|strike|strong|sub|sup|td|th|track|u|video|wbr)(?:\s[^<>]{0,4000})?\/?>/gi;
const headingTag = /<h([1-6])(?:\s[^<>]{0,500})?>([\s\S]{0,800}?)<\/h[1-6]>/gi;
const strayHeadingTag = /<\/?h[1-6](?:\s[^<>]{0,500})?>/gi;

/** The paragraph without HTML tags; headings become `#` lines, items `-` lines, code becomes code spans. */
export function stripTags(paragraph: string): string {
  if (!paragraph.includes('<')) return paragraph;
  const lineBreak = /^\s*\|/.test(paragraph) ? ' ' : '\n';
  return paragraph
    .replace(headingTag, (_whole, level: string, inner: string) => {
      const words = plainHeading(stripTags(inner).replace(/\s+/g, ' '));
      return words === '' ? '' : `\n\n${'#'.repeat(Number(level))} ${words}\n\n`;
    })
    .replace(strayHeadingTag, lineBreak)
    .replace(itemTag, lineBreak === ' ' ? ' ' : '\n- ')
    .replace(blockTag, lineBreak)
    .replace(codeTag, '`')
    .replace(otherTag, '');
}
