/**
 * One paragraph of Markdown without what is not reading matter: images, badges, link targets, HTML tags.
 * Invariant: code spans come out unchanged; a paragraph that was nothing but links and images comes out empty. Linear in its length.
 * Refuses paragraphs beyond 100,000 characters: they are no prose and stay as they are.
 */
import { decodeEntities } from './decode-entities.ts';
import { hideCodeSpans } from './hide-code-spans.ts';
import { stripTags } from './strip-tags.ts';

const maxCharacters = 100_000;
/** Letters of the current page's name in a bar of links. */
const maxOwnName = 24;
const label = String.raw`\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600})\]`;
const target = String.raw`\(\s{0,4}(?:<[^<>\n]{0,2000}>|[^()\s<>]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500}){0,4})(?:\s{1,10}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,4}\)`;
const inlineImage = new RegExp(`!${label}${target}`, 'g');
const inlineLink = new RegExp(`${label}${target}`, 'g');
const referenceImage = new RegExp(`!${label}(?:\\[([^\\[\\]]{0,200})\\])?`, 'g');
const referenceLink = new RegExp(`${label}\\[([^\\[\\]]{0,200})\\]`, 'g');
const shortcutLink = /\[([^[\]^]{1,200})\](?![[(:])/g;
const footnoteMark = /(?<=\S)\[\^[^\]\s]{1,60}\](?!:)/g;
/** What is left of a bar of links or badges: separators only. */
const onlySeparators = /^[\s|•·∙‧/\\,;:–—*_-]*$/;
const fragmentItem = /^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\n]{0,300}\]\(#[^()\s]{0,300}\)\s*$/;

/**
 * Cleans a paragraph (a run of lines without an empty one).
 * @param definitions labels of the document's link definitions, as `referenceLabel` writes them
 */
export function stripInline(paragraph: string, definitions: ReadonlySet<string>): string {
  if (paragraph.length > maxCharacters) return paragraph;
  const lines = paragraph.split('\n').filter((line) => !fragmentItem.test(line));
  const hidden = hideCodeSpans(lines.join('\n'));
  const isDefined = (name: string) => definitions.has(referenceLabel(name));
  const withoutImages = hidden.text
    .replace(inlineImage, '')
    .replace(referenceImage, (whole, alt: string, name: string | undefined) =>
      isDefined(name === undefined || name === '' ? alt : name) ? '' : whole,
    );
  let numLinks = 0;
  const withoutLinks = replaceLinks(withoutImages, isDefined, (text) => {
    numLinks += 1;
    return text;
  });
  if (numLinks >= 2 && isLinkBar(withoutImages, isDefined)) return '';
  const cleaned = decodeEntities(stripTags(withoutLinks).replace(footnoteMark, '').replace(/\\$/gm, ''));
  if (cleaned === hidden.text) return lines.join('\n');
  return onlySeparators.test(cleaned) ? '' : hidden.restore(dropHollowLines(cleaned));
}

/** The form in which labels of link definitions are compared: CommonMark 0.31 section 4.7. */
export function referenceLabel(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function replaceLinks(text: string, isDefined: (name: string) => boolean, take: (text: string) => string) {
  return text
    .replace(inlineLink, (_whole, inner: string) => take(inner))
    .replace(referenceLink, (whole, inner: string, name: string) =>
      isDefined(name === '' ? inner : name) ? take(inner) : whole,
    )
    .replace(shortcutLink, (whole, name: string) => (isDefined(name) ? take(name) : whole));
}

/** Links with nothing but separators, and perhaps the name of this page, between them are navigation, unless they are items of a list. */
function isLinkBar(text: string, isDefined: (name: string) => boolean): boolean {
  if (/^\s*(?:[-*+]|\d{1,3}[.)])\s/.test(text)) return false;
  const rest = stripTags(replaceLinks(text, isDefined, () => ''));
  const isBarred = /[|•·∙‧]/.test(rest);
  const name = rest.replace(/[\s|•·∙‧/\\,;:–—*_-]+/g, '');
  return name === '' || (isBarred && name.length <= maxOwnName && !/[.!?。]/.test(name));
}

/** Lines that held only an image or an empty tag leave a lone list or heading mark behind. */
function dropHollowLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !/^\s*(?:[-*+]|\d{1,3}[.)]|#{1,6})$/.test(line))
    .join('\n');
}
