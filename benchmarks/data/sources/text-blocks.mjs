// Blocks of text of the other kinds of files: manual pages, message catalogues, plain text, dictionaries, POD, and JSON and tagged corpora.
// Invariant: each reader takes a file's text (catalogues: its bytes) and gives blocks `{kind, text}` in the order of the file.
// Refuses: to judge a block; `is-prose.mjs` does that.

const paragraph = (text) => ({ kind: 'paragraph', text: text.replace(/\s+/g, ' ').trim() });
const filled = ({ text }) => text.length > 0;

const escapes = [
  [/\\f(?:\[[^\]]*\]|\(..|.)/g, ''],
  [/\\s[-+]?\d/g, ''],
  [/\\\((?:aq|cq|oq)/g, "'"],
  [/\\\((?:dq|lq|rq)/g, '"'],
  [/\\\((?:em|en)/g, '-'],
  [/\\\((?:bu|co)/g, '•'],
  [/\\\[[^\]]*\]|\\\(../g, ''],
  [/\\[-.'`]/g, (mark) => mark[1]],
  [/\\e/g, '\\'],
  [/\\[&/,|^:%)]/g, ''],
  [/\\".*$/g, ''],
  [/\\[ ~0]/g, ' '],
];
const inlineMacro =
  /^\.\s*(?:B|I|BR|RB|BI|IB|IR|RI|SM|SB|Nm|Fl|Ar|Pa|Xr|Em|Li|Cm|Ql|Dq|Sq|Va|Fa|Fn|Dv|Ev|Ic)\b\s*/;

/** Paragraphs of a manual page (man or mdoc macros); text between unknown macros is one paragraph. */
export function readManBlocks(text) {
  const parts = [''];
  let isLiteral = false;
  for (const line of text.split('\n')) {
    if (/^\.\s*(nf|EX|TS)\b/.test(line)) isLiteral = true;
    const isControl = line.startsWith('.') || line.startsWith("'");
    const isInline = inlineMacro.test(line);
    if (isControl && !isInline) parts.push('');
    else if (!isLiteral) {
      const plain = isInline ? line.replace(inlineMacro, '').replace(/(?<!\\)"/g, '') : line;
      parts[parts.length - 1] += ` ${escapes.reduce((kept, [from, to]) => kept.replace(from, to), plain)}`;
    }
    if (/^\.\s*(fi|EE|TE)\b/.test(line)) isLiteral = false;
  }
  return parts.map(paragraph).filter(filled);
}

/** Translations of a compiled GNU message catalogue, plural forms and line ends split. */
export function readCatalogueBlocks(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 28 || view.getUint32(0, true) !== 0x950412de) return [];
  const [numMessages, table] = [view.getUint32(8, true), view.getUint32(16, true)];
  const texts = [];
  for (let number = 1; number < numMessages; number += 1) {
    const [length, offset] = [
      view.getUint32(table + number * 8, true),
      view.getUint32(table + number * 8 + 4, true),
    ];
    texts.push(...bytes.toString('utf8', offset, offset + length).split(/\0|\n\n/));
  }
  return texts.map((text) => paragraph(text.replace(/<[^>]{1,80}>/g, ' '))).filter(filled);
}

/** Paragraphs between empty lines. */
export const readPlainBlocks = (text) =>
  text
    .split(/\n\s*\n/)
    .map(paragraph)
    .filter(filled);

/** Paragraphs of reStructuredText or POD without literal blocks, directives and inline marks. */
export function readMarkedBlocks(text) {
  const parts = text.split(/\n\s*\n/).filter((part) => !/^(?:\s|\.\. |=\w+|[-=~^"*#+]{3,}|[-*] )/.test(part));
  const strip = (part) =>
    part
      .replace(/\n[-=~^"*#+`]{3,}\s*$/, '')
      .replace(/:\w+:`([^`<]+)(?:<[^>]*>)?`/g, '$1')
      .replace(/[BCEFILSXZ]<+ ?([^<>]*?) ?>+/g, '$1')
      .replace(/`{1,2}|\*{1,2}/g, '');
  return parts.map((part) => paragraph(strip(part))).filter(filled);
}

/** Entries of a dictionary in dict format: definitions are set by indentation, entries by a line that is not indented. */
export const readDictionaryBlocks = (text) =>
  text
    .replace(/<[^>]{1,40}>/g, ' ')
    .split(/\n\s*\n|\n(?=\S)|\n\s+(?=\d+\. )/)
    .map((part) => paragraph(part.replace(/[{}\\]/g, '')))
    .filter(filled);

/** Fortunes: sayings between lines of `%`. */
export const readFortuneBlocks = (text) => text.split(/^%.*$/m).map(paragraph).filter(filled);

/** Mail: the paragraphs of its body without quoted lines. */
export const readMailBlocks = (text) =>
  readPlainBlocks(text.slice(text.indexOf('\n\n')).replace(/^[>|].*$/gm, ''));

/** Lines as paragraphs. */
export const readLineBlocks = (text) => text.split('\n').map(paragraph).filter(filled);

/** Lines of words with their part of speech (`迈向/v`), the tags taken off. */
export const readTaggedBlocks = (text) =>
  text
    .split('\n')
    .map((line) => line.split(/\s+/).map((word) => word.replace(/\/\w+$/, '')))
    .map((line) => paragraph(line.join('').replace(/^\d{8}-\d\d-\d{3}-\d{3}/, '')))
    .filter(filled);

/** Texts of a JSON corpus: poems with `paragraphs`, or an array of strings or of arrays of strings. */
export function readJsonBlocks(text) {
  const values = [JSON.parse(text)].flat(3);
  const texts = values.map((value) => (typeof value === 'string' ? value : value?.paragraphs?.join('')));
  return texts.filter((value) => typeof value === 'string').flatMap((value) => readLineBlocks(value));
}
