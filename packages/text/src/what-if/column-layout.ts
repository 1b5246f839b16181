/**
 * How the columns of judged documents lie in a dataset: one part file (see `parts/part-file`) for each part of the scan, in order.
 *
 *   facts      format, languages, drops (`step:reason`), recipes (`name@version`), columns (for each recipe and measurement
 *              `name@version measurement column,column`), scores, and scoreBounds (`rule.name bound`) that were asked of them
 *   names, nameEnds            how the source calls each document
 *   digests, sourceBytes       SHA-256 (32 bytes a document) and length, as it came
 *   languages                  place in the list of them
 *   fates                      place in the list of drops, from 1; 0 where the document is kept
 *   recipes                    place in the list of recipes, from 1; 0 where no rule was asked
 *   rowCounts                  how often the document was measured
 *   rows                       the columns that the recipe's clauses read, row after row, as whole numbers of 32 bits
 *   scores                     what lists and models say: as many numbers a document as the facts name scores; absent where none were asked
 *   originals                  two numbers for each document that was dropped as a duplicate: part, and place among those that part passed on
 *
 * Invariant: every document of the input has its entry; a row judged by the same recipe gives the verdict that was given.
 * About 120 bytes a measurement and a document. Numbers are little endian, as typed arrays are on all machines we run on.
 */
import type { ScoreName } from '../pipeline/scores.ts';
import type { QualityRecipe } from '../quality/recipes/recipe.ts';

export const columnFormat = 'slipway-columns/1';

export const columnSections = {
  nameEnds: Uint32Array,
  digests: Uint8Array,
  sourceBytes: Uint32Array,
  languages: Uint16Array,
  fates: Uint16Array,
  recipes: Uint8Array,
  rowCounts: Uint8Array,
  rows: Uint32Array,
  scores: Float64Array,
  originals: Uint32Array,
} as const;

export type ColumnSection = keyof typeof columnSections;

/** What a file of columns says of itself. */
export interface ColumnFacts {
  format: typeof columnFormat;
  /** Number of the part of the scan. */
  part: number;
  languages: readonly string[];
  drops: readonly string[];
  recipes: readonly string[];
  columns: readonly string[];
  /** Absent in files of before scores were kept. */
  scores?: readonly ScoreName[];
  scoreBounds?: readonly string[];
}

/** The name of a recipe under which its rows are kept. */
export const nameRecipe = ({ name, version }: QualityRecipe) => `${name}@${version}`;

/** The file of a part's columns, below the dataset. */
export const columnFile = (part: number) => `columns/${String(part).padStart(6, '0')}.part`;
