/**
 * Markdown cut into blocks: fenced code, HTML that needs a parser, headings, paragraphs.
 * Invariant: every line but empty ones and those of comments is in exactly one block, in order. Linear in the number of lines.
 * Relies on normalised text. An unclosed comment is text, so that a stray `<!--` cannot swallow the rest.
 */
import { fenceAfter, noFence } from '../normalise/fence.ts';

export interface Block {
  kind: 'code' | 'heading' | 'html' | 'paragraph';
  lines: string[];
}

const htmlStart = /^\s{0,3}<(table|pre|ul|ol|dl|script|style)(?=[\s>])/i;
const maxHtmlLines = 2000;

/** The blocks of a Markdown text, one by one. */
export function* scanBlocks(text: string): Generator<Block> {
  const lines = dropComments(text.split('\n'));
  let paragraph: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const special = line.trim() === '' ? { block: undefined, end: at + 1 } : specialBlockAt(lines, at);
    if (special === undefined) {
      paragraph.push(line);
      at += 1;
      continue;
    }
    if (paragraph.length > 0) yield { kind: 'paragraph', lines: paragraph };
    paragraph = [];
    if (special.block !== undefined) yield special.block;
    at = special.end;
  }
  if (paragraph.length > 0) yield { kind: 'paragraph', lines: paragraph };
}

function specialBlockAt(lines: readonly string[], at: number): { block: Block; end: number } | undefined {
  const line = lines[at] ?? '';
  let fence = fenceAfter(line, noFence);
  if (fence !== noFence) {
    let end = at + 1;
    while (end < lines.length && fence !== noFence) fence = fenceAfter(lines[end++] ?? '', fence);
    return { block: { kind: 'code', lines: lines.slice(at, end) }, end };
  }
  if (/^\s{0,3}#{1,6}(?:\s|$)|^#{2,6}[^#\s]/.test(line)) {
    return { block: { kind: 'heading', lines: [line] }, end: at + 1 };
  }
  const name = htmlStart.exec(line)?.[1]?.toLowerCase();
  const end = name === undefined ? undefined : endOfHtml(lines, at, name);
  return end === undefined ? undefined : { block: { kind: 'html', lines: lines.slice(at, end) }, end };
}

/** The line after the closing tag, if there is one before any fence (then Markdown is mixed in, and the tags are taken off singly). */
function endOfHtml(lines: readonly string[], at: number, name: string): number | undefined {
  const last = Math.min(lines.length, at + maxHtmlLines);
  for (let index = at; index < last; index += 1) {
    const line = lines[index] ?? '';
    if (fenceAfter(line, noFence) !== noFence) return undefined;
    if (line.toLowerCase().includes(`</${name}>`)) return index + 1;
  }
  return undefined;
}

function dropComments(lines: readonly string[]): string[] {
  const lastEnd = lines.findLastIndex((line) => line.includes('-->'));
  if (lastEnd < 0) return [...lines];
  const kept: string[] = [];
  let fence = noFence;
  let isInComment = false;
  for (const [index, line] of lines.entries()) {
    if (!isInComment) fence = fenceAfter(line, fence);
    if (fence !== noFence) {
      kept.push(line);
      continue;
    }
    const seen = visiblePart(line, isInComment, index < lastEnd);
    isInComment = seen.isInComment;
    kept.push(seen.text.trim() === '' ? '' : seen.text.trimEnd());
  }
  return kept;
}

/** What of a line is not comment, and whether a comment is open after it. */
function visiblePart(
  line: string,
  isOpen: boolean,
  endsLater: boolean,
): { text: string; isInComment: boolean } {
  let isInComment = isOpen;
  let text = '';
  for (let rest = line; rest !== ''; ) {
    const at = rest.indexOf(isInComment ? '-->' : '<!--');
    if (at < 0 || (!isInComment && !opensComment(text + rest.slice(0, at), rest, at, endsLater))) {
      return { text: isInComment ? text : text + rest, isInComment };
    }
    if (!isInComment) text += rest.slice(0, at);
    rest = rest.slice(at + (isInComment ? 3 : 4));
    isInComment = !isInComment;
  }
  return { text, isInComment };
}

/** A comment opens outside a code span, and only where it also ends. */
function opensComment(before: string, rest: string, at: number, endsLater: boolean): boolean {
  const numTicks = before.length - before.replaceAll('`', '').length;
  return numTicks % 2 === 0 && (endsLater || rest.includes('-->', at));
}
