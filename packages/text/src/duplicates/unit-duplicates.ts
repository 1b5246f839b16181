/**
 * Which documents of a unit repeat an earlier one. A unit is a stretch of the input with a number of its own, a part for example.
 * Invariant: documents are named by unit and place in it; a representative is the smallest of those alike, so it is never a repeat itself.
 */
export interface UnitDuplicates {
  unit: number;
  /** Three numbers for each repeated document, by document: document, its representative's unit and document. */
  duplicates: Uint32Array;
}

/** Words of a repeat in a stream of them: unit, document, representative's unit and document. */
export const repeatWords = 4;

/** Gathers repeats that come in order of unit and document; a unit without any is left out. */
export async function* gatherUnits(
  repeats: Iterable<Uint32Array> | AsyncIterable<Uint32Array>,
): AsyncGenerator<UnitDuplicates> {
  let unit = 0;
  let duplicates: number[] = [];
  for await (const block of repeats) {
    for (let at = 0; at < block.length; at += repeatWords) {
      if (block[at] !== unit && duplicates.length > 0) {
        yield { unit, duplicates: Uint32Array.from(duplicates) };
        duplicates = [];
      }
      unit = block[at] ?? 0;
      duplicates.push(block[at + 1] ?? 0, block[at + 2] ?? 0, block[at + 3] ?? 0);
    }
  }
  if (duplicates.length > 0) yield { unit, duplicates: Uint32Array.from(duplicates) };
}
