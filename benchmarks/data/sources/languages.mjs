// Languages of the corpus: ISO 639-1 code and the script a paragraph has to be written in.
// Invariant: `readLanguage` maps every spelling that packages use (`zh-cn`, `pt_BR`, `en-gb`) to one code of the table, or to nothing.
// Refuses: to guess a language from text; a language is what the package says.

const rows = [
  ['zh', /\p{Script=Han}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['km', /\p{Script=Khmer}/gu],
  ['th', /\p{Script=Thai}/gu],
  ...['fa', 'ar'].map((code) => [code, /\p{Script=Arabic}/gu]),
  ...['ru', 'uk', 'bg', 'sr', 'mk'].map((code) => [code, /\p{Script=Cyrillic}/gu]),
  ...'en ca cs da de es et eu fi fr gl hr hu id it lt lv nl no pl pt ro sk sl sv tr vi ga eo om'
    .split(' ')
    .map((code) => [code, /\p{Script=Latin}/gu]),
];

/** Scripts by ISO 639-1 code, as patterns of one character. */
export const languages = new Map(rows);

const aliases = { nb: 'no', nn: 'no', iw: 'he', br: 'pt' };

/** The table's code for a spelling of a language, or `undefined`. Variants behind `@` are left out: their script differs. */
export function readLanguage(spelling) {
  const match = /^([A-Za-z]{2,3})(?:[-_.][A-Za-z0-9]+)*$/.exec(spelling);
  const code = match?.[1].toLowerCase();
  const known = aliases[code] ?? code;
  return languages.has(known) ? known : undefined;
}
