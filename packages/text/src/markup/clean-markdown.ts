/**
 * Markdown as it is written in the world to the clean Markdown that this library keeps.
 * Kept: headings (as `#` lines), paragraphs, lists, tables, quotes, emphasis, code (unchanged). Taken off: front matter, comments, images
 * and badges, link targets and definitions, HTML tags, bars of links, tables of contents, thematic breaks.
 * Invariant: text in, text out; no reading matter is invented, reordered or rewritten but character references.
 */
import { normaliseText } from '../normalise/normalise-text.ts';
import { firstHeading } from './first-heading.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { HtmlFault } from './parse-html.ts';
import { plainHeading } from './plain-heading.ts';
import { type Block, scanBlocks } from './scan-blocks.ts';
import { referenceLabel, stripInline } from './strip-inline.ts';

export interface CleanMarkdown {
  text: string;
  /** From front matter or the first main heading; absent where there is neither, or it is a word such as "Usage". */
  title: string | undefined;
}

const definition = /^\s{0,3}\[(?!\^)([^\]]{1,200})\]:\s*\S+.*$/;
const thematicBreak = /^\s{0,3}(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*){3,})$/;
const listItem = /^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s/;

/** Cleans a normalised Markdown text. */
export function cleanMarkdown(text: string): CleanMarkdown {
  const { title, body } = takeFrontMatter(text);
  const blocks = [...scanBlocks(body)];
  const definitions = new Set<string>();
  for (const block of blocks) if (block.kind === 'paragraph') takeDefinitions(block, definitions);
  let isInList = false;
  const parts: string[] = [];
  for (const block of blocks) {
    const first = block.lines[0] ?? '';
    if (block.kind === 'paragraph' && !/^(?: {4}|\t)/.test(first)) isInList = listItem.test(first);
    parts.push(renderBlock(block, definitions, isInList));
  }
  const clean = normaliseText(parts.filter((part) => part.trim() !== '').join('\n\n'));
  return { text: clean, title: title ?? firstHeading(clean) };
}

function takeFrontMatter(text: string): { title: string | undefined; body: string } {
  const match = /^---\n([\s\S]{0,8000}?)\n(?:---|\.\.\.)(?:\n|$)/.exec(text);
  if (match === null || !/^[\w-]+\s*:/m.test(match[1] ?? '')) return { title: undefined, body: text };
  const value = /^title\s*:\s*(.+)$/im.exec(match[1] ?? '')?.[1]?.trim();
  const title = value?.replace(/^(["'])(.*)\1$/, '$2').trim();
  return { title: title === '' ? undefined : title, body: text.slice(match[0].length) };
}

function takeDefinitions(block: Block, definitions: Set<string>): void {
  block.lines = block.lines.filter((line) => {
    const label = definition.exec(line)?.[1];
    if (label !== undefined) definitions.add(referenceLabel(label));
    return label === undefined;
  });
}

function renderBlock(block: Block, definitions: ReadonlySet<string>, isInList: boolean): string {
  switch (block.kind) {
    case 'code':
      return block.lines.join('\n');
    case 'html':
      return renderHtmlBlock(block.lines.join('\n'));
    case 'heading':
      return renderHeading(block.lines[0] ?? '', definitions);
    case 'paragraph': {
      const isCode = !isInList && block.lines.every((line) => /^(?: {4}|\t)/.test(line));
      return isCode ? block.lines.join('\n') : renderParagraph(block.lines, definitions);
    }
  }
}

/** A table, list or preformatted block of HTML; where it passes the parser's bounds it stays as written. */
function renderHtmlBlock(html: string): string {
  try {
    return htmlToMarkdown(html, 'piece').text;
  } catch (error) {
    if (error instanceof HtmlFault) return html;
    throw error;
  }
}

function renderHeading(line: string, definitions: ReadonlySet<string>): string {
  const [, marks = '#', rest = ''] = /^\s{0,3}(#{1,6})\s*(.*)$/.exec(line) ?? [];
  const words = stripInline(rest, definitions)
    .replace(/\s+#+\s*$|\s*\{#[\w-]{1,100}\}\s*$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plainHeading(words) === '' ? '' : `${marks} ${words}`;
}

/** Underlined (setext) headings become `#` lines, thematic breaks go, the rest is cleaned inline. */
function renderParagraph(lines: readonly string[], definitions: ReadonlySet<string>): string {
  const parts: string[] = [];
  let held: string[] = [];
  const flush = () => {
    const text = stripInline(held.join('\n'), definitions);
    if (text.trim() !== '') parts.push(text);
    held = [];
  };
  for (const line of lines) {
    const level = underlineLevel(line);
    const isTitle =
      level !== undefined && held.length > 0 && held.length <= 2 && !listItem.test(held[0] ?? '');
    if (isTitle && !/^\s*[|>]/.test(held[0] ?? '')) {
      const heading = renderHeading(`${'#'.repeat(level)} ${held.join(' ').trim()}`, definitions);
      held = [];
      if (heading !== '') parts.push(heading);
    } else if (thematicBreak.test(line) || level === 1) flush();
    else
      held.push(
        line.replace(
          /^(\s{0,3}>\s*)\[!(\w)(\w*)\]\s*$/,
          (_all, mark, first, rest) => `${mark}${first}${rest.toLowerCase()}:`,
        ),
      );
  }
  flush();
  return parts.join('\n\n');
}

function underlineLevel(line: string): 1 | 2 | undefined {
  if (/^\s{0,3}={2,}$/.test(line)) return 1;
  return /^\s{0,3}-{2,}$/.test(line) ? 2 : undefined;
}
