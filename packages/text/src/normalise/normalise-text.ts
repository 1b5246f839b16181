/**
 * Text to its one normal form: NFC, `\n` line ends, no control or invisible characters, no trailing blanks, at most one empty line
 * in a row outside fenced code.
 * Invariant: normalising twice changes nothing; every lone surrogate is U+FFFD, so the text has a UTF-8 form. Runs in linear time.
 * Inside fenced code every line and its indentation stay; only line ends, control characters and trailing blanks are touched.
 */
import { fenceAfter, noFence } from './fence.ts';

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** CR LF, CR, NEL, line and paragraph separator, vertical tab and form feed all end a line. */
const lineEnds = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/** ANSI colour sequences, as command output is pasted with them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const ansi = /\x1b\[[0-9;]*[A-Za-z]/g;
/** C0 and C1 controls but tab and line feed; soft hyphen; zero-width space, word joiner, byte order mark; bidirectional marks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const invisible = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Joiners carry meaning in emoji, Persian and Indic scripts; beside ASCII and blanks they are dirt. */
const strayJoiners = /(?<=^|[\0-\x7f\s])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\0-\x7f\s])/gm;
/** No-break and typographic spaces. The ideographic space stays, except as indentation. */
const oddSpaces = /[\xa0\u1680\u2000-\u200a\u202f\u205f]/g;

/** The normal form of a text. Characters are removed or replaced, never reordered beyond NFC. */
export function normaliseText(text: string): string {
  const characters = text
    .replace(loneSurrogates, '\ufffd')
    .replace(lineEnds, '\n')
    .replace(ansi, '')
    .replace(invisible, '')
    .replace(oddSpaces, ' ')
    .normalize('NFC')
    .replace(strayJoiners, '')
    .normalize('NFC');
  return normaliseLines(characters);
}

function normaliseLines(text: string): string {
  const kept: string[] = [];
  let fence = noFence;
  let numEmpty = 0;
  for (const raw of text.split('\n')) {
    const isInside = fence !== noFence;
    const line = isInside ? raw.trimEnd() : raw.trimEnd().replace(/^\u3000+/, '');
    fence = fenceAfter(line, fence);
    numEmpty = line === '' ? numEmpty + 1 : 0;
    if (numEmpty > 1 && !isInside) continue;
    kept.push(line);
  }
  while (kept[0] === '') kept.shift();
  while (kept.at(-1) === '') kept.pop();
  return kept.join('\n');
}
