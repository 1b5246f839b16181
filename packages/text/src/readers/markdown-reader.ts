/**
 * Markdown files, each one document, cleaned by `markup/clean-markdown.ts`.
 * Invariant: the title is that of the front matter, the first heading, or the path.
 */
import { cleanMarkdown } from '../markup/clean-markdown.ts';
import { pathTitle } from './path-title.ts';
import { readWhole } from './read-whole.ts';
import type { Reader } from './reader.ts';

export const markdownReader: Reader = {
  format: 'markdown',
  extensions: ['.md', '.markdown', '.mdx', '.mkd'],
  async *read(source, limits) {
    const whole = await readWhole(source, limits);
    if (whole.kind === 'set-aside') return yield whole;
    const { kind: _kind, ...facts } = whole;
    const { text, title = pathTitle(source.path) } = cleanMarkdown(whole.text);
    if (text === '') {
      const detail = 'nothing but markup, images or links';
      return yield { kind: 'set-aside', setAside: { path: source.path, reason: 'empty', detail } };
    }
    yield { kind: 'document', document: { ...facts, path: source.path, format: 'markdown', title, text } };
  },
};
