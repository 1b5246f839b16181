/**
 * Reads the columns that a dataset keeps of its documents, a part at a time.
 * Invariant: what is read is what was written; a column that was not kept reads as 0, and is not asked for by the recipe it was kept for.
 * Memory: one part, without texts.
 */
import { SlipwayError } from '@slipway/contracts';
import { openPart, type Part } from '../parts/part-file.ts';
import type { ScoreBounds } from '../pipeline/score-rules.ts';
import { createScoreReader } from '../pipeline/scores.ts';
import type { Row } from '../quality/measure.ts';
import { type ColumnName, columnAt, numColumns } from '../statistics/columns.ts';
import { type ColumnFacts, type ColumnSection, columnFormat, columnSections } from './column-layout.ts';

/** A document as its columns tell of it. */
export interface ColumnDocument {
  name: string;
  /** SHA-256 of the bytes as they came, in hexadecimal; all zeros where they could not be read. */
  digest: string;
  numBytes: number;
  language: string;
  /** `step:reason`, empty where it is kept. */
  fate: string;
  /** `name@version` of the recipe it was judged by, empty where none was asked. */
  recipe: string;
  /** One for each measurement. */
  rows: readonly Row[];
  /** What lists and models say of it, and what was asked of that. */
  scores: Row;
  scoreBounds: ScoreBounds;
  /** Part, and place in it among the documents that the scan passed on; absent where the scan dropped it. */
  place?: { part: number; passed: number };
  /** What it repeats, where it was dropped as a duplicate. */
  original?: { part: number; passed: number };
}

/** @throws SlipwayError `artifact-corrupt` where a file is none of columns, or damaged */
export async function* readColumns(path: string): AsyncGenerator<ColumnDocument> {
  const part = await openPart(path);
  try {
    yield* listDocuments(readFacts(part, path), await readSections(part));
  } finally {
    await part.close();
  }
}

function readFacts({ facts }: Part, path: string): ColumnFacts {
  if (facts.format === columnFormat) return facts as unknown as ColumnFacts;
  throw new SlipwayError({
    code: 'artifact-corrupt',
    message: `${path} is no file of columns: its format is ${String(facts.format)}`,
    hint: 'Run the step that made the dataset again.',
  });
}

type Sections = Awaited<ReturnType<typeof readSections>>;

async function readSections(part: Part) {
  const numbers = async <Name extends ColumnSection>(name: Name) => {
    const bytes = await part.readSection(name);
    return new columnSections[name](bytes.buffer as ArrayBuffer) as InstanceType<
      (typeof columnSections)[Name]
    >;
  };
  return {
    names: await part.readSection('names'),
    nameEnds: await numbers('nameEnds'),
    digests: Buffer.from(await part.readSection('digests')),
    sourceBytes: await numbers('sourceBytes'),
    languages: await numbers('languages'),
    fates: await numbers('fates'),
    recipes: await numbers('recipes'),
    rowCounts: await numbers('rowCounts'),
    rows: await numbers('rows'),
    scores: part.sectionNames.includes('scores') ? await numbers('scores') : new Float64Array(),
    originals: await numbers('originals'),
  };
}

const decoder = new TextDecoder();
const digestBytes = 32;

/** Fates of documents that repeat another one as a whole. */
const repeatsOne = new Set(['duplicates:exact-duplicate', 'duplicates:near-duplicate']);

function* listDocuments(facts: ColumnFacts, sections: Sections): Generator<ColumnDocument> {
  const { names, nameEnds, digests, sourceBytes, languages, fates, recipes } = sections;
  const takeRows = createRowTaker(facts, sections);
  const scoreBounds = readScoreBounds(facts);
  const scoresOf = createScoreReader(facts.scores ?? [], sections.scores);
  let [numPassed, numOriginals] = [0, 0];
  for (const [place, end] of nameEnds.entries()) {
    const fate = facts.drops[(fates[place] ?? 0) - 1] ?? '';
    const isDuplicate = repeatsOne.has(fate);
    const recipe = facts.recipes[(recipes[place] ?? 0) - 1] ?? '';
    // Cuts leave a document empty only after it was compared.
    const isPassed = fate === '' || fate.startsWith('duplicates:');
    const at = isDuplicate ? 2 * numOriginals++ : 0;
    yield {
      name: decoder.decode(names.subarray(nameEnds[place - 1] ?? 0, end)),
      digest: digests.subarray(place * digestBytes, (place + 1) * digestBytes).toString('hex'),
      numBytes: sourceBytes[place] ?? 0,
      language: facts.languages[languages[place] ?? 0] ?? 'und',
      fate,
      recipe,
      rows: takeRows(place, recipe),
      scores: scoresOf(place),
      scoreBounds,
      ...(isPassed ? { place: { part: facts.part, passed: numPassed++ } } : {}),
      ...(isDuplicate
        ? { original: { part: sections.originals[at] ?? 0, passed: sections.originals[at + 1] ?? 0 } }
        : {}),
    };
  }
}

function readScoreBounds({ scoreBounds = [] }: ColumnFacts): ScoreBounds {
  return Object.fromEntries(
    scoreBounds.map((line) => {
      const [key = '', bound = ''] = line.split(' ');
      return [key, Number(bound)];
    }),
  );
}

/** Lays packed rows out as whole ones, one document after the other. */
function createRowTaker({ columns }: ColumnFacts, { rowCounts, rows }: Sections) {
  const layouts = new Map<string, readonly number[]>(
    columns.map((line) => {
      const [recipe = '', measurement = '', names = ''] = line.split(' ');
      const places = names.split(',').filter((name) => name in columnAt);
      return [`${recipe} ${measurement}`, places.map((name) => columnAt[name as ColumnName])];
    }),
  );
  let next = 0;
  return (place: number, recipe: string): Row[] =>
    Array.from({ length: rowCounts[place] ?? 0 }, (_, measurement) => {
      const row = new Float64Array(numColumns);
      for (const column of layouts.get(`${recipe} ${measurement}`) ?? []) row[column] = rows[next++] ?? 0;
      return row;
    });
}
