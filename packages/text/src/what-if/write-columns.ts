/**
 * Writes what became of each document and the columns its rules read beside a dataset, so that bounds can be moved without its text.
 * Invariant: depends on the parts and the decisions alone. Memory: one part without its texts.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invariant } from '@slipway/contracts';
import { writePart } from '../parts/part-file.ts';
import type { DuplicateDecisions, PartDuplicates } from '../pipeline/decide-duplicates.ts';
import { createGrowingBytes } from '../pipeline/growing-bytes.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { chooseQuality, type PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { eachMeasured, type ScannedPart, withScannedPart } from '../pipeline/scanned-part.ts';
import { boundScores } from '../pipeline/score-rules.ts';
import { createWordList } from '../pipeline/word-list.ts';
import { listRowColumns } from '../quality/recipes/recipe.ts';
import { type ColumnName, columnAt } from '../statistics/columns.ts';
import { columnFile, columnFormat, nameRecipe } from './column-layout.ts';

export interface WriteColumnsOptions {
  decisions: DuplicateDecisions;
  recipe: PipelineRecipe;
  /** The folder of the dataset; files go to `columns` below it. */
  folder: string;
}

/** @throws the file system's error; SlipwayError `artifact-corrupt` where a part is damaged */
export async function writeColumns(
  parts: readonly PartReference[],
  { decisions, recipe, folder }: WriteColumnsOptions,
): Promise<void> {
  await mkdir(dirname(join(folder, columnFile(0))), { recursive: true });
  for (const { path, number } of parts)
    await withScannedPart(path, async (part) => {
      const fates = await settleFates(part, decisions.of(number));
      const rows = await packRows(part, recipe);
      const names = await part.names();
      await writePart(join(folder, columnFile(number)), {
        facts: {
          format: columnFormat,
          part: number,
          languages: part.facts.languages,
          drops: fates.drops,
          recipes: rows.recipes,
          columns: rows.columns,
          scores: part.facts.scores,
          scoreBounds: Object.entries(boundScores(recipe, part.facts.scores)).map((one) => one.join(' ')),
        },
        sections: [
          ...layNames(names),
          { name: 'digests', bytes: asBytes(await part.numbers('digests')) },
          { name: 'sourceBytes', bytes: asBytes(await part.numbers('sourceBytes')) },
          { name: 'languages', bytes: asBytes(await part.numbers('languages')) },
          { name: 'fates', bytes: asBytes(fates.fates) },
          { name: 'recipes', bytes: rows.places },
          { name: 'rowCounts', bytes: asBytes(await part.numbers('rowCounts')) },
          { name: 'rows', bytes: rows.bytes },
          { name: 'scores', bytes: asBytes(await part.numbers('scores')) },
          { name: 'originals', bytes: asBytes(Uint32Array.from(fates.originals)) },
        ],
      });
    });
}

const asBytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

const encoder = new TextEncoder();

function layNames(names: readonly string[]) {
  const bytes = createGrowingBytes();
  const ends = names.map((name) => {
    bytes.append(encoder.encode(name));
    return bytes.numBytes;
  });
  return [
    { name: 'names', bytes: bytes.view() },
    { name: 'nameEnds', bytes: asBytes(Uint32Array.from(ends)) },
  ];
}

/** What became of each document, of those that went on also which repeat others, and which cuts left empty. */
async function settleFates(part: ScannedPart, { exact, near, emptied }: PartDuplicates) {
  const drops = createWordList();
  const originals: number[] = [];
  const fates = (await part.numbers('drops')).slice();
  let numPassed = 0;
  for (const [place, drop] of fates.entries()) {
    if (drop > 0) {
      fates[place] = drops.placeOf(part.facts.drops[drop - 1] ?? '') + 1;
      continue;
    }
    const passed = numPassed++;
    const original = exact.get(passed) ?? near.get(passed);
    const cut = emptied?.get(passed);
    if (!original && cut !== undefined) fates[place] = drops.placeOf(`duplicates:${cut}`) + 1;
    if (!original) continue;
    const reason = exact.has(passed) ? 'exact-duplicate' : 'near-duplicate';
    fates[place] = drops.placeOf(`duplicates:${reason}`) + 1;
    originals.push(original.unit, original.document);
  }
  return { fates, drops: drops.words, originals };
}

/** The rows of measured documents, with the columns alone that their recipes read. */
async function packRows(part: ScannedPart, recipe: PipelineRecipe) {
  const recipes = createWordList();
  const columns: string[] = [];
  const layouts = new Map<string, readonly (readonly ColumnName[])[]>();
  const places = new Uint8Array(part.facts.numDocuments);
  const languages = await part.numbers('languages');
  const bytes = createGrowingBytes();
  for await (const { place, rows } of eachMeasured(part)) {
    const quality = chooseQuality(recipe, part.facts.languages[languages[place] ?? 0] ?? 'und');
    invariant(quality, 'a document is measured where its language has a recipe');
    const name = nameRecipe(quality);
    const layout = layouts.get(name) ?? listRowColumns(quality);
    if (!layouts.has(name))
      columns.push(...layout.map((row, measurement) => `${name} ${measurement} ${row.join(',')}`));
    layouts.set(name, layout);
    places[place] = recipes.placeOf(name) + 1;
    for (const [measurement, row] of rows.entries())
      bytes.append(
        asBytes(Uint32Array.from(layout[measurement] ?? [], (column) => wholeNumber(row[columnAt[column]]))),
      );
  }
  return { recipes: recipes.words, columns, places, bytes: bytes.view() };
}

function wholeNumber(value = 0): number {
  invariant(Number.isInteger(value) && value >= 0 && value < 2 ** 32, 'columns are counts of 32 bits');
  return value;
}
