/**
 * Drops documents that are one endless line: minified code, data, a file without line ends.
 * Invariant: prose may have long lines (a paragraph a line, Chinese above all); a line counts as endless beyond 20,000 characters with
 * fewer than one blank or sentence mark in 200.
 */
import { type Filter, kept } from './filter.ts';

const maxLineCharacters = 20_000;
const maxWordCharacters = 200;

export const dropTooLongLines: Filter = {
  name: 'too-long-lines',
  judge({ text }) {
    for (let from = 0; from < text.length; ) {
      const at = text.indexOf('\n', from);
      const end = at < 0 ? text.length : at;
      if (end - from > maxLineCharacters) {
        const numBreaks = text.slice(from, end).match(/[\s。！？；，、]/g)?.length ?? 0;
        if (numBreaks * maxWordCharacters < end - from) {
          return { isKept: false, reason: 'too-long-lines', detail: `a line of ${end - from} characters` };
        }
      }
      from = end + 1;
    }
    return kept;
  },
};
