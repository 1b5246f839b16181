/**
 * HTML to the clean Markdown that this library keeps: title, headings, paragraphs, lists, tables, quotes and code.
 * Invariant: text stays in document order; code keeps its line ends; what `html-noise.ts` names is left out. Where the page has a
 * `main`, a `role=main` or a single `article` that holds a good part of its text, only that is taken.
 * Refuses (throws `HtmlFault`) trees beyond the bounds of `parse-html.ts`.
 */
import { defaultTreeAdapter } from 'parse5';
import { normaliseText } from '../normalise/normalise-text.ts';
import { firstHeading } from './first-heading.ts';
import { renderCodeBlock, renderInline } from './html-inline.ts';
import { attributeOf, findElement, isNoise, textOf } from './html-noise.ts';
import { renderTable } from './html-table.ts';
import { type HtmlElement, type HtmlNode, type HtmlParent, parseHtml } from './parse-html.ts';
import { plainHeading } from './plain-heading.ts';

export interface PageText {
  text: string;
  /** The first main heading, else the page's title without the site's name; absent where there is neither. */
  title: string | undefined;
}

const minMainShare = 0.25;
/** Deeper quotes and lists are no further indented: a text of many lines would be many times its size. */
const maxPrefixes = 32;
const blockTags = new Set(
  'address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup html li main ol p pre section summary table tbody td th tr ul hr'.split(
    ' ',
  ),
);

/**
 * Turns HTML into clean Markdown.
 * @param kind a whole `page`, of which the reading matter is sought, or a `piece`, of which all is taken
 * @throws HtmlFault `too-deep` or `too-complex`
 */
export function htmlToMarkdown(html: string, kind: 'page' | 'piece' = 'page'): PageText {
  const tree = parseHtml(html, kind);
  const main = kind === 'page' ? findMain(tree) : undefined;
  const text = normaliseText(
    renderBlocks(main ?? tree, { isInMain: main !== undefined || kind === 'piece', depth: 0 }).join('\n\n'),
  );
  return { text, title: firstHeading(text) ?? pageTitle(tree) };
}

function findMain(tree: HtmlParent): HtmlElement | undefined {
  const numAll = textOf(findElement(tree, (element) => element.tagName === 'body') ?? tree).length;
  const isLarge = (element: HtmlElement) => textOf(element).length >= numAll * minMainShare;
  const main = findElement(
    tree,
    (element) => (element.tagName === 'main' || attributeOf(element, 'role') === 'main') && isLarge(element),
  );
  return main ?? findElement(tree, (element) => element.tagName === 'article' && isLarge(element));
}

function pageTitle(tree: HtmlParent): string | undefined {
  const element = findElement(tree, ({ tagName }) => tagName === 'title');
  const full = element === undefined ? '' : textOf(element).replace(/\s+/g, ' ').trim();
  const page = full.split(/\s+[|–—·]\s+|\s+-\s+/)[0] ?? full;
  const title = plainHeading(page.length >= 3 ? page : full);
  return title === '' ? undefined : title;
}

/** Where a node stands. */
interface Place {
  isInMain: boolean;
  /** Quotes and items of lists around it. */
  depth: number;
}

/** The blocks of a node's children: runs of inline content as paragraphs, block elements each by its kind. */
function renderBlocks(parent: HtmlParent | HtmlElement, place: Place): string[] {
  const blocks: string[] = [];
  let inline: HtmlNode[] = [];
  const flush = () => {
    const text = renderInline(inline);
    if (text !== '') blocks.push(escapeMarks(text));
    inline = [];
  };
  for (const child of parent.childNodes) {
    if (defaultTreeAdapter.isElementNode(child) && isNoise(child, place.isInMain)) continue;
    if (isBlock(child)) {
      flush();
      for (const block of renderElement(
        child,
        child.tagName === 'main' ? { ...place, isInMain: true } : place,
      ))
        blocks.push(block);
    } else inline.push(child);
  }
  flush();
  return blocks.filter((block) => block.trim() !== '');
}

function renderElement(element: HtmlElement, place: Place): string[] {
  const { tagName } = element;
  if (/^h[1-6]$/.test(tagName)) {
    const words = renderInline(element.childNodes).replace(/\s+/g, ' ').trim();
    return plainHeading(words) === '' ? [] : [`${'#'.repeat(Number(tagName[1]))} ${words}`];
  }
  switch (tagName) {
    case 'pre':
      return [renderCodeBlock(element)];
    case 'ul':
    case 'ol':
      return [renderList(element, place)];
    case 'dl':
      return [renderDefinitions(element, place)];
    case 'blockquote':
      return [prefixLines(renderBlocks(element, deeper(place)).join('\n\n'), place, ['> ', '> '])];
    case 'table':
      return renderTable(element) ?? renderBlocks(element, place);
    default:
      return renderBlocks(element, place);
  }
}

/** A list: its items with their marks, lists within it indented, and what stands between them without a mark. */
function renderList(list: HtmlElement, place: Place): string {
  let number = Number(attributeOf(list, 'start') ?? 1);
  const items: string[] = [];
  for (const part of partsOf(list, place)) {
    const mark = list.tagName === 'ol' ? `${number}. ` : '- ';
    const next = ' '.repeat(mark.length);
    const isNested = isList(part);
    // Each is rendered once: twice a level is more than a day at fifty levels.
    const body = isNested ? renderList(part, deeper(place)) : renderPart(part, place);
    if (body === '') continue;
    const isItem = !isNested && !Array.isArray(part);
    items.push(prefixLines(body, place, [isItem ? mark : isNested ? '  ' : next, next]));
    if (isItem) number += 1;
  }
  return items.join('\n');
}

function renderDefinitions(list: HtmlElement, place: Place): string {
  const lines: string[] = [];
  for (const part of partsOf(list, place)) {
    const body = renderPart(part, place);
    if (body === '') continue;
    const isTerm = !Array.isArray(part) && part.tagName === 'dt';
    lines.push(isTerm ? `- ${body.replace(/\n/g, ' ')}` : prefixLines(body, place, ['  ', '  ']));
  }
  return lines.join('\n');
}

/** An element of a list, or a run of words that stand between such. */
type ListPart = HtmlElement | HtmlNode[];

function isList(part: ListPart): part is HtmlElement {
  return !Array.isArray(part) && (part.tagName === 'ul' || part.tagName === 'ol');
}

function partsOf(list: HtmlElement, place: Place): ListPart[] {
  const parts: ListPart[] = [];
  for (const child of list.childNodes) {
    if (defaultTreeAdapter.isElementNode(child) && isNoise(child, place.isInMain)) continue;
    const last = parts.at(-1);
    if (isBlock(child)) parts.push(child);
    else if (Array.isArray(last)) last.push(child);
    else parts.push([child]);
  }
  return parts;
}

function renderPart(part: ListPart, place: Place): string {
  return Array.isArray(part) ? escapeMarks(renderInline(part)) : renderBlocks(part, deeper(place)).join('\n');
}

function prefixLines(text: string, { depth }: Place, [first, next]: [first: string, next: string]): string {
  if (depth >= maxPrefixes) return first.trimStart() + text;
  const lines = text.split('\n');
  return lines.map((line, index) => (line === '' ? '' : (index === 0 ? first : next) + line)).join('\n');
}

const deeper = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

function isBlock(node: HtmlNode): node is HtmlElement {
  return defaultTreeAdapter.isElementNode(node) && (blockTags.has(node.tagName) || holdsBlock(node));
}

/** An inline element such as `a` or `span` may wrap whole blocks. */
function holdsBlock(element: HtmlElement): boolean {
  if (element.tagName === 'code') return false;
  return findElement(element, (inner) => blockTags.has(inner.tagName)) !== undefined;
}

/** Text that happens to look like a heading or a fence must not become one. */
function escapeMarks(text: string): string {
  return text.replace(/^(#{1,6}\s|`{3,}|~{3,})/gm, '\\$1');
}
