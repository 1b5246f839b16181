/**
 * The columns that are kept of every document: a fixed row of numbers from which all rules are judged, so that a threshold can be
 * changed later without reading the text again.
 * Invariant: the order is that in which the kernels write; a new column goes to the end and raises the version.
 * Refuses: shares and averages; they are made of counts by the rules.
 */
export type ColumnUnit =
  | 'bytes'
  | 'characters'
  | 'words'
  | 'lines'
  | 'paragraphs'
  | 'sentences'
  | 'marks'
  | 'code';

export interface Column {
  name: string;
  unit: ColumnUnit;
  meaning: string;
  /** The rules that read it. */
  serves: string;
}

/** Version of the columns' meaning and order. */
export const columnsVersion = 1;

type ColumnRow = readonly [name: string, unit: ColumnUnit, serves: string, meaning: string];

const textColumns = [
  ['bytes', 'bytes', 'all', 'length in UTF-8'],
  ['characters', 'characters', 'all', 'code points'],
  ['newlines', 'marks', 'fineweb-quality', 'U+000A'],
  ['hashMarks', 'marks', 'gopher-quality', '#'],
  ['ellipses', 'marks', 'gopher-quality', 'three full stops, or U+2026'],
  ['spaces', 'characters', 'chinese, code', "Python's str.isspace"],
  ['letters', 'characters', 'chinese, code', "Python's str.isalpha"],
  ['alphanumerics', 'characters', 'code', "Python's str.isalnum"],
  ['decimals', 'characters', 'chinese', 'decimal digits of any script'],
  ['punctuation', 'characters', 'chinese', 'Unicode category P'],
  ['han', 'characters', 'chinese', 'Chinese characters'],
  ['traditional', 'characters', 'chinese', 'frequent characters that only traditional Chinese writes'],
  ['specialCharacters', 'characters', 'chinese', 'all that are no letters'],
] as const satisfies readonly ColumnRow[];

const wordColumns = [
  ['words', 'words', 'gopher-quality, fineweb-quality', 'tokens that are no white space'],
  ['otherWords', 'words', 'gopher-quality', "tokens with a character that is not one of datatrove's symbols"],
  ['otherWordCharacters', 'characters', 'gopher-quality', 'characters of these'],
  ['letterWords', 'words', 'gopher-quality', 'tokens with a letter'],
  ['stopWords', 'words', 'gopher-quality', 'different stop words that occur'],
  ['top2', 'characters', 'gopher-repetition', 'of the most frequent 2-gram at all its places'],
  ['top3', 'characters', 'gopher-repetition', 'of the most frequent 3-gram'],
  ['top4', 'characters', 'gopher-repetition', 'of the most frequent 4-gram'],
  ['repeated5', 'characters', 'gopher-repetition', 'in 5-grams that stood before'],
  ['repeated6', 'characters', 'gopher-repetition', 'in 6-grams that stood before'],
  ['repeated7', 'characters', 'gopher-repetition', 'in 7-grams that stood before'],
  ['repeated8', 'characters', 'gopher-repetition', 'in 8-grams that stood before'],
  ['repeated9', 'characters', 'gopher-repetition', 'in 9-grams that stood before'],
  ['repeated10', 'characters', 'gopher-repetition', 'in 10-grams that stood before'],
] as const satisfies readonly ColumnRow[];

const lineColumns = [
  ['paragraphs', 'paragraphs', 'gopher-repetition', 'of the stripped text, parted by two newlines or more'],
  ['repeatedParagraphs', 'paragraphs', 'gopher-repetition', 'that stood before'],
  ['repeatedParagraphCharacters', 'characters', 'gopher-repetition', 'in these'],
  ['segments', 'lines', 'gopher-repetition', 'pieces parted by newlines'],
  ['repeatedSegments', 'lines', 'gopher-repetition', 'that stood before'],
  ['repeatedSegmentCharacters', 'characters', 'gopher-repetition', 'in these'],
  ['filledLines', 'lines', 'fineweb-quality', 'between newlines, not blank'],
  ['terminalLines', 'lines', 'fineweb-quality', 'of these, ending in a terminal mark of any script'],
  ['linesOfAtMost10', 'lines', 'fineweb-quality', 'filled lines of at most 10 characters'],
  ['linesOfAtMost20', 'lines', 'fineweb-quality', 'of at most 20'],
  ['linesOfAtMost30', 'lines', 'fineweb-quality', 'of at most 30'],
  ['linesOfAtMost40', 'lines', 'fineweb-quality', 'of at most 40'],
  ['linesOfAtMost60', 'lines', 'fineweb-quality', 'of at most 60'],
  ['repeatedFilledLineCharacters', 'characters', 'fineweb-quality', 'in filled lines that stood before'],
  ['lines', 'lines', 'gopher-quality, code', "Python's str.splitlines"],
  ['bulletLines', 'lines', 'gopher-quality', 'of these, beginning with • or -'],
  ['ellipsisLines', 'lines', 'gopher-quality', 'of these, ending in an ellipsis'],
  ['longestLine', 'characters', 'code, chinese', 'length of the longest of these'],
] as const satisfies readonly ColumnRow[];

const c4Columns = [
  ['longWordLines', 'lines', 'c4-quality', 'lost for a word of more than 1,000 characters'],
  ['unterminatedLines', 'lines', 'c4-quality', 'of the others, without a terminal mark at the end'],
  ['strictShortLines', 'lines', 'c4-quality', 'terminated, lost for fewer than 3 words'],
  ['strictLoremLines', 'lines', 'c4-quality', 'terminated, with lorem ipsum'],
  ['strictScriptLines', 'lines', 'c4-quality', 'terminated, lost for javascript'],
  ['strictBracketLines', 'lines', 'c4-quality', 'terminated, with a curly bracket'],
  ['strictPolicyLines', 'lines', 'c4-quality', 'terminated, lost for a policy phrase'],
  ['strictKeptLines', 'lines', 'c4-quality', 'terminated, kept'],
  ['strictSentences', 'sentences', 'c4-quality', 'in these'],
  ['strictOffence', 'code', 'c4-quality', 'first of all: 0 none, 1 lorem ipsum, 2 curly bracket'],
  ['looseShortLines', 'lines', 'c4-quality', 'terminated or not, lost for fewer than 3 words'],
  ['looseLoremLines', 'lines', 'c4-quality', 'terminated or not, with lorem ipsum'],
  ['looseScriptLines', 'lines', 'c4-quality', 'terminated or not, lost for javascript'],
  ['looseBracketLines', 'lines', 'c4-quality', 'terminated or not, with a curly bracket'],
  ['loosePolicyLines', 'lines', 'c4-quality', 'terminated or not, lost for a policy phrase'],
  ['looseKeptLines', 'lines', 'c4-quality', 'terminated or not, kept'],
  ['looseSentences', 'sentences', 'c4-quality', 'in these'],
  ['looseOffence', 'code', 'c4-quality', 'first of all: 0 none, 1 lorem ipsum, 2 curly bracket'],
] as const satisfies readonly ColumnRow[];

const rows = [...textColumns, ...wordColumns, ...lineColumns, ...c4Columns] as const;
export type ColumnName = (typeof rows)[number][0];

/** All columns in their order. */
export const columns: readonly (Column & { name: ColumnName })[] = rows.map(
  ([name, unit, serves, meaning]) => ({ name, unit, serves, meaning }),
);

export const numColumns = columns.length;

/** Where a column stands in a row. */
export const columnAt = Object.fromEntries(columns.map(({ name }, place) => [name, place])) as Record<
  ColumnName,
  number
>;

/** A row by its columns' names. */
export type Statistics = Readonly<Record<ColumnName, number>>;

/** Names a row of numbers. */
export function nameColumns(row: ArrayLike<number>): Statistics {
  return Object.fromEntries(columns.map(({ name }, place) => [name, row[place] ?? 0])) as Record<
    ColumnName,
    number
  >;
}

/** What is measured in passes of its own, each of which costs about a quarter of all. */
export interface MeasuredPasses {
  /** `top2` to `repeated10`. */
  repetition: boolean;
  /** `lines` and all behind it. */
  lineRules: boolean;
}

export const allPasses: MeasuredPasses = { repetition: true, lineRules: true };

const repetitionFrom = columnAt.top2;
const repetitionTo = columnAt.repeated10;
const lineRulesFrom = columnAt.lines;

/** The passes without which these columns are not measured. */
export function findPasses(names: readonly ColumnName[]): MeasuredPasses {
  const places = names.map((name) => columnAt[name]);
  return {
    repetition: places.some((place) => place >= repetitionFrom && place <= repetitionTo),
    lineRules: places.some((place) => place >= lineRulesFrom),
  };
}

/** Writes NaN into the columns of a row whose passes were left out. */
export function clearUnmeasured(row: Float64Array, { repetition, lineRules }: MeasuredPasses): void {
  if (!repetition) row.fill(Number.NaN, repetitionFrom, repetitionTo + 1);
  if (!lineRules) row.fill(Number.NaN, lineRulesFrom);
}
