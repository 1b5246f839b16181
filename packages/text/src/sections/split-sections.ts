/**
 * A document's clean text cut at its headings, with exact spans.
 * Invariant: sections follow each other without gap or overlap and cover the text; headings inside fenced code are none.
 * Markdown and HTML have `#` headings; plain text and JSONL may also have underlined, numbered and Chinese chapter headings.
 */
import { plainHeading } from '../markup/plain-heading.ts';
import { fenceAfter, noFence } from '../normalise/fence.ts';
import type { Format } from '../records/document.ts';
import type { Section } from '../records/section.ts';
import { plainTextHeading } from './plain-text-heading.ts';

interface Heading {
  level: number;
  words: string;
  start: number;
  bodyStart: number;
}

/** The sections of a text in order; one with no headings where there are none, none where the text is empty. */
export function splitSections(text: string, format: Format): Section[] {
  if (text === '') return [];
  const headings = findHeadings(text, format);
  const sections: Section[] = [];
  const path: Heading[] = [];
  const first = headings[0]?.start ?? text.length;
  if (first > 0) sections.push({ headings: [], level: 0, start: 0, bodyStart: 0, end: first });
  for (const [index, heading] of headings.entries()) {
    while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    path.push(heading);
    sections.push({
      headings: path.map(({ words }) => words),
      level: heading.level,
      start: heading.start,
      bodyStart: heading.bodyStart,
      end: headings[index + 1]?.start ?? text.length,
    });
  }
  return sections;
}

/** Formats whose text is no Markdown; all others become it. */
const plainFormats: ReadonlySet<string> = new Set(['text', 'jsonl', 'json-lines', 'csv', 'parquet']);

function findHeadings(text: string, format: Format): Heading[] {
  const isPlain = plainFormats.has(format);
  const lines = text.split('\n');
  const headings: Heading[] = [];
  let fence = noFence;
  let start = 0;
  for (const [index, line] of lines.entries()) {
    const next = start + line.length + 1;
    fence = fenceAfter(line, fence);
    if (fence === noFence) {
      const marks = /^(#{1,6})\s+\S/.exec(line)?.[1];
      const plain = isPlain ? plainTextHeading(lines, index) : undefined;
      const level = marks?.length ?? plain?.level;
      const words = plainHeading(line);
      const numBodyLine = plain?.numLines === 2 ? (lines[index + 1]?.length ?? 0) + 1 : 0;
      const bodyStart = Math.min(next + numBodyLine, text.length);
      if (level !== undefined && words !== '') headings.push({ level, words, start, bodyStart });
    }
    start = next;
  }
  return headings;
}
