/**
 * What the search for duplicates reads of parts: digests and signatures of the kept documents.
 * Invariant: a unit is a part, by its number. A part's columns are read one part at a time; texts are not read.
 */
import { crc32 } from 'node:zlib';
import type { DigestedUnit } from '../duplicates/find-exact-duplicates.ts';
import type { SignedUnit } from '../minhash/hash-bands.ts';
import type { PartReference } from './list-parts.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { type ScannedPart, withScannedPart } from './scanned-part.ts';

export async function* readDigests(
  parts: Iterable<PartReference>,
  { duplicates }: PipelineRecipe,
): AsyncGenerator<DigestedUnit> {
  for (const { number, path, facts } of parts) {
    if (facts.numKept === 0) continue;
    yield await withScannedPart(path, async (part) => ({
      unit: number,
      digests: new Uint8Array((await part.numbers('hashes')).buffer),
      ...(duplicates.scope === 'language' ? { scopes: await readScopes(part) } : {}),
    }));
  }
}

export async function* readSignatures(
  parts: Iterable<PartReference>,
  { duplicates }: PipelineRecipe,
): AsyncGenerator<SignedUnit> {
  for (const { number, path, facts } of parts) {
    if (facts.numKept === 0) continue;
    yield await withScannedPart(path, async (part) => ({
      unit: number,
      numDocuments: facts.numKept,
      signatures: await part.numbers('signatures'),
      ...(duplicates.scope === 'language' ? { scopes: await readScopes(part) } : {}),
    }));
  }
}

/** A number for the language of each kept document, the same in all parts on all machines. */
async function readScopes(part: ScannedPart): Promise<Uint32Array> {
  const drops = await part.numbers('drops');
  const numbers = part.facts.languages.map((language) => crc32(language));
  const kept = (await part.numbers('languages')).filter((_, place) => drops[place] === 0);
  return Uint32Array.from(kept, (place) => numbers[place] ?? 0);
}
