/**
 * HTML pages, each one document, turned into clean Markdown by `markup/html-to-markdown.ts`.
 * Invariant: at most 8 MiB of a page are parsed, whatever the general bound: a tree takes some twenty times the bytes of its source.
 * Refuses pages nested beyond 512 elements (`too-deep`) or of more than 2 million (`too-complex`).
 */
import { htmlToMarkdown } from '../markup/html-to-markdown.ts';
import { HtmlFault } from '../markup/parse-html.ts';
import type { ReadResult } from '../records/set-aside.ts';
import { pathTitle } from './path-title.ts';
import { readWhole, type WholeText } from './read-whole.ts';
import type { Reader } from './reader.ts';

const maxHtmlBytes = 8 * 1024 * 1024;

export const htmlReader: Reader = {
  format: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  async *read(source, limits) {
    const maxBytes = Math.min(limits.maxBytes, maxHtmlBytes);
    const whole = await readWhole(source, { maxBytes, findDeclaredEncoding });
    yield whole.kind === 'set-aside' ? whole : convert(source.path, whole);
  },
};

function findDeclaredEncoding(head: string): string | undefined {
  return /<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w-]{2,20})/i.exec(head)?.[1];
}

function convert(path: string, whole: WholeText): ReadResult {
  try {
    const { text, title = pathTitle(path) } = htmlToMarkdown(whole.text);
    const { kind: _kind, ...facts } = whole;
    if (text !== '') return { kind: 'document', document: { ...facts, path, format: 'html', title, text } };
    return {
      kind: 'set-aside',
      setAside: { path, reason: 'empty', detail: 'no text outside navigation and scripts' },
    };
  } catch (error) {
    if (!(error instanceof HtmlFault)) throw error;
    return { kind: 'set-aside', setAside: { path, reason: error.reason, detail: error.message } };
  }
}
