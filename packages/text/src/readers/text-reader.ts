/**
 * Plain text files, each one document, normalised and otherwise as written.
 * Invariant: the title comes from the path; the first line of a text is as often a date or a salutation.
 */
import { pathTitle } from './path-title.ts';
import { readWhole } from './read-whole.ts';
import type { Reader } from './reader.ts';

export const textReader: Reader = {
  format: 'text',
  extensions: ['.txt', '.text', '.rst', '.adoc', '.org'],
  async *read(source, limits) {
    const whole = await readWhole(source, limits);
    if (whole.kind === 'set-aside') return yield whole;
    const { kind: _kind, ...facts } = whole;
    yield {
      kind: 'document',
      document: { ...facts, path: source.path, format: 'text', title: pathTitle(source.path) },
    };
  },
};
