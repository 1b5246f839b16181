/**
 * The reading matter of a page of HTML as Markdown, with its title, date, address and language, without a tree and in one pass.
 * Invariant: the same bytes give the same text; the result is UTF-8 free of invisible characters. For the page as a browser would see it,
 * at a twentieth of the speed, there is `markup/html-to-markdown.ts`.
 * Refuses pages of more than 262,144 blocks (`too-complex`) and pages without text (`empty`).
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { decodeEntities } from '../markup/decode-entities.ts';
import { blockFields, createBlockReader, numBlockFields, type PageBlocks } from './block-table.ts';
import { type BlockRows, chooseBlocks } from './choose-blocks.ts';
import { pageFacts } from './html-vocabulary.ts';
import { markdownRoom, writeMarkdown } from './write-markdown.ts';

export interface ExtractedPage {
  kind: 'page';
  /** The Markdown in kernel memory, until the mark from before the call is released. */
  pointer: number;
  /** Length in bytes. */
  length: number;
  /** The main heading, else the page's title without the site's name. */
  title?: string;
  /** As the page writes it. */
  date?: string;
  /** The canonical address. */
  address?: string;
  /** The tag of the page's language, as the page writes it. */
  language?: string;
}

export interface RefusedPage {
  kind: 'refused';
  reason: 'too-complex' | 'empty';
  /** For people. */
  detail: string;
}

export interface PageExtractor {
  /** Extracts the page of `length` bytes of UTF-8 at `pointer`. Room is reserved for the result: mark before, release after. */
  extract(pointer: number, length: number): ExtractedPage | RefusedPage;
}

const slack = 16;

/** Makes an extractor on kernels; its tables stay there. */
export function createPageExtractor(kernels: Kernels): PageExtractor {
  const reader = createBlockReader(kernels);
  return {
    extract(pointer, length) {
      const page = reader.read(pointer, length);
      if (page === undefined) return { kind: 'refused', reason: 'too-complex', detail: 'too many blocks' };
      const rows = { numBlocks: page.numBlocks, fields: page.fields.slice() };
      const facts = readFacts(kernels, page);
      const heading = mainHeading(kernels, rows, page.text);
      const chosen = chooseBlocks(rows);
      const textBytes = rows.fields.at((rows.numBlocks - 1) * numBlockFields + blockFields.end) ?? 0;
      const text = kernels.bytes().subarray(page.text, page.text + textBytes);
      const draft = kernels.reserve(markdownRoom(rows, text));
      const numDraft = writeMarkdown(rows, chosen, { bytes: kernels.bytes(), text: page.text, out: draft });
      const out = kernels.reserve(numDraft + slack);
      const written = kernels.calls.cleanText(draft, numDraft, out, 0);
      if (written === 0)
        return { kind: 'refused', reason: 'empty', detail: 'no text outside navigation and scripts' };
      const title = heading ?? facts['shared-title'] ?? siteless(facts.title);
      const labels = {
        title,
        date: facts.date ?? facts.time,
        address: facts.canonical ?? facts['shared-address'],
        language: facts.language,
      };
      const given = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
      return { kind: 'page', pointer: out, length: written, ...given };
    },
  };
}

type Facts = Partial<Record<(typeof pageFacts)[number], string>>;

const maxFactBytes = 2048;

function readFacts(kernels: Kernels, { facts }: PageBlocks): Facts {
  const read: Facts = {};
  for (const [place, name] of pageFacts.entries()) {
    const [start = 0, end = 0] = facts.subarray(place * 2, place * 2 + 2);
    const text = readLine(kernels, start, Math.min(end, start + maxFactBytes));
    if (text !== '') read[name] = text;
  }
  return read;
}

function readLine(kernels: Kernels, start: number, end: number): string {
  if (end <= start) return '';
  const bytes = kernels.bytes().subarray(start, end);
  return decodeEntities(Buffer.from(bytes).toString('utf8')).replace(/\s+/g, ' ').trim();
}

/** The first heading of the first level, if there is only one. */
function mainHeading(kernels: Kernels, { numBlocks, fields }: BlockRows, text: number): string | undefined {
  let found: string | undefined;
  for (let block = 0; block < numBlocks; block += 1) {
    const at = block * numBlockFields;
    if (fields[at + blockFields.kind] !== 1) continue;
    if (found !== undefined) return undefined;
    const [start = 0, end = 0] = fields.subarray(at + blockFields.start, at + blockFields.end + 1);
    found = readLine(kernels, text + start, text + Math.min(end, start + maxFactBytes));
  }
  return found === '' ? undefined : found;
}

/** A title without the name of the site behind it. */
function siteless(title: string | undefined): string | undefined {
  const page = title?.split(/\s+[|–—·]\s+|\s+-\s+/)[0];
  return page !== undefined && page.length >= 3 ? page : title;
}
