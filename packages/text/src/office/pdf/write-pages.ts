/**
 * The fragments of all pages as the blocks of the document.
 * Invariant: what is decided from the whole file is the same for all its pages: sizes of headings, words with hyphens.
 */
import type { Block, Page } from '../markdown/block.ts';
import type { Fragment } from './build-fragments.ts';
import { chooseHeadings } from './choose-headings.ts';
import { formParagraphs, type PdfBlock } from './form-paragraphs.ts';
import { countWords, findJoint, isGoingOn, joinLines, type WordCounts } from './join-lines.ts';
import { orderColumns } from './order-columns.ts';

type TextBlock = PdfBlock & { kind: 'lines' | 'item' };

/** Sizes that differ by less are one, in points. */
const sizeTolerance = 0.3;

/** @param pages layers of fragments of each page */
export function writePages(pages: readonly (readonly (readonly Fragment[])[])[]): Page[] {
  const counts = countWords(pages.flat(2).map(({ text }) => text));
  const blocks = pages.map((layers) =>
    joinColumns(layers.flatMap((layer) => orderColumns(layer).flatMap(formParagraphs))),
  );
  const findLevel = chooseHeadings(blocks.flat());
  const joints = blocks.map((page, place) => joinPages(blocks[place - 1], page, counts));
  return blocks.map((page, place) => ({
    page: place + 1,
    joint: joints[place],
    blocks: page.map((block) => toBlock(block, { counts, findLevel })),
  }));
}

/** Paragraphs that go on in the next column become one. */
function joinColumns(blocks: readonly PdfBlock[]): PdfBlock[] {
  const joined: PdfBlock[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (isText(last) && isText(block) && goesOn(last, block)) {
      joined[joined.length - 1] = { ...last, lines: [...last.lines, ...block.lines], isFull: block.isFull };
    } else joined.push(block);
  }
  return joined;
}

/** What joins a page to the one before, whose last line loses its hyphen; `undefined` where a paragraph ends between them. */
function joinPages(
  before: readonly PdfBlock[] | undefined,
  page: readonly PdfBlock[],
  counts: WordCounts,
): '' | ' ' | undefined {
  const last = before?.at(-1);
  const [first] = page;
  if (!isText(last) || !isText(first) || !goesOn(last, first)) return undefined;
  const text = last.lines.at(-1) ?? '';
  const { numDropped, between } = findJoint(text, first.lines[0] ?? '', counts);
  last.lines.splice(-1, 1, text.slice(0, text.length - numDropped));
  return between;
}

function isText(block: PdfBlock | undefined): block is TextBlock {
  return block !== undefined && block.kind !== 'table';
}

function goesOn(last: TextBlock, next: TextBlock): boolean {
  if (next.kind === 'item' || !last.isFull) return false;
  if (Math.abs(last.size - next.size) > sizeTolerance) return false;
  return isGoingOn(last.lines.at(-1) ?? '', next.lines[0] ?? '');
}

interface Setting {
  counts: WordCounts;
  findLevel: (block: PdfBlock) => number | undefined;
}

function toBlock(block: PdfBlock, { counts, findLevel }: Setting): Block {
  if (block.kind === 'table') return block;
  const text = joinLines(block.lines, counts);
  if (block.kind === 'item') return { kind: 'item', depth: block.depth, number: block.number, text };
  const level = findLevel(block);
  return level === undefined ? { kind: 'paragraph', text } : { kind: 'heading', level, text };
}
