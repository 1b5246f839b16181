/**
 * The lines of a region as paragraphs, list items and tables.
 * Invariant: every line is in one block, in its order.
 * Refuses: to tell code from prose; what a program printed line by line may be joined to a paragraph.
 */
import { buildLines, type Line } from './build-lines.ts';
import { findTables } from './find-tables.ts';
import { isLeader, readListItem } from './list-marks.ts';
import type { Region } from './order-columns.ts';

interface Lines {
  lines: string[];
  /** Of the letters, in points. */
  size: number;
  /** The last line reaches the end of its column: the text may go on in the next. */
  isFull: boolean;
}

export type PdfBlock =
  | (Lines & { kind: 'lines' })
  | (Lines & { kind: 'item'; number: number | undefined; depth: number })
  | { kind: 'table'; rows: string[][] };

/** In sizes of the font. */
const indent = 0.8;
const maxIndent = 8;
/** A gap so much wider than between most lines ends a paragraph. */
const paragraphGap = 1.35;
const sizeStep = 1.08;
/** A line that ends before this share of the width ends its paragraph, unless the next begins in lower case. */
const minLine = 0.6;
const endOfSentence = /[.!?。！？…:：][”"’'）)\]」』]*$/u;

interface Frame {
  left: number;
  right: number;
  /** Between the lines of a paragraph, in sizes of the font. */
  pitch: number;
  /** Right ends of the stripes in which list items begin, one for each depth. */
  indents: number[];
}

export function formParagraphs(region: Region): PdfBlock[] {
  const lines = buildLines(region);
  const frame = measureFrame(lines);
  const blocks: PdfBlock[] = [];
  let start = 0;
  for (const table of [...findTables(lines), undefined]) {
    blocks.push(...groupLines(lines.slice(start, table?.start), frame).map((group) => toBlock(group, frame)));
    if (!table) break;
    blocks.push({ kind: 'table', rows: table.rows });
    start = table.end;
  }
  return blocks;
}

function measureFrame(lines: readonly Line[]): Frame {
  const pitches = lines.slice(1).map((line, place) => {
    const last = lines[place] as Line;
    return (line.baseline - last.baseline) / line.size;
  });
  const plausible = pitches.filter((pitch) => pitch > 0.8 && pitch < 2.6).sort((one, other) => one - other);
  const rights = lines.map(({ right }) => right).sort((one, other) => one - other);
  return {
    left: Math.min(...lines.map(({ left }) => left)),
    right: rights[Math.floor(rights.length * 0.9)] ?? 0,
    // The lower third: in a file of short paragraphs the gaps between them are many.
    pitch: plausible[Math.floor(plausible.length / 3)] ?? 1.2,
    indents: measureIndents(lines),
  };
}

function measureIndents(lines: readonly Line[]): number[] {
  const items = lines.filter(({ text }) => readListItem(text) || isLeader(text));
  const ends: number[] = [];
  for (const { left, size } of items.sort((one, other) => one.left - other.left)) {
    if (left >= (ends.at(-1) ?? Number.NEGATIVE_INFINITY)) ends.push(left + indent * size);
  }
  return ends;
}

function groupLines(lines: readonly Line[], frame: Frame): Line[][] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group && !beginsParagraph(line, group, frame)) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function beginsParagraph(line: Line, group: readonly Line[], frame: Frame): boolean {
  const last = group.at(-1) as Line;
  const pitch = (line.baseline - last.baseline) / Math.max(line.size, last.size);
  if (pitch > frame.pitch * paragraphGap || pitch < -0.5) return true;
  if (Math.max(line.size, last.size) / Math.min(line.size, last.size) > sizeStep) return true;
  const isLastShort = frame.right - last.right > Math.max(3 * last.size, 0.12 * (frame.right - frame.left));
  const isLastEnd = endOfSentence.test(last.text);
  if (readListItem(line.text) && (isLastEnd || isLastShort || readListItem(group[0]?.text ?? '')))
    return true;
  if ((isLastShort && isLastEnd) || isLeader(last.text)) return true;
  const isLastHalf = last.right - frame.left < minLine * (frame.right - frame.left);
  if (isLastHalf && /^[^\p{Ll}]/u.test(line.text)) return true;
  const step = (line.left - last.left) / line.size;
  // The second line of a hanging item stands further right than its first.
  if (step > indent && step < maxIndent) return group.length > 1 || (isLastEnd && isLastShort);
  return step < -indent && group.length > 1 && isHanging(group);
}

/** A bibliography: first lines stand further left than the others. */
function isHanging(group: readonly Line[]): boolean {
  const [first, second] = group;
  return first !== undefined && second !== undefined && second.left - first.left > indent * first.size;
}

function toBlock(group: readonly Line[], frame: Frame): PdfBlock {
  const [first] = group;
  const last = group.at(-1);
  const own = {
    lines: group.map(({ text }) => text),
    size: first?.size ?? 0,
    isFull: frame.right - (last?.right ?? 0) < 2 * (last?.size ?? 0),
  };
  const text = first?.text ?? '';
  const item = isLeader(text) ? { number: undefined, text } : readListItem(text);
  if (!first || !item) return { ...own, kind: 'lines' };
  own.lines[0] = item.text;
  return {
    ...own,
    kind: 'item',
    number: item.number,
    depth: frame.indents.findIndex((left) => left > first.left),
  };
}
