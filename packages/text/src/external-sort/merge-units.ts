/**
 * Reads several files of sorted records as one, unit by unit.
 * Invariant: a unit's records come in order, whichever files they are from. Memory is a block a file and the unit that is taken.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { sortWords } from './sort-words.ts';
import { joinWords, openUnitCursor, type UnitCursor } from './unit-cursor.ts';

/** @param first the least unit that will be asked for */
export async function openMergedUnits(
  kernels: Kernels,
  { paths, numWords, first }: { paths: readonly string[]; numWords: number; first: number },
): Promise<UnitCursor> {
  const cursors: UnitCursor[] = [];
  for (const path of paths) cursors.push(await openUnitCursor(path, numWords, first));
  return {
    async take(unit) {
      const pieces: Uint32Array[] = [];
      for (const cursor of cursors) pieces.push(await cursor.take(unit));
      return sortWords(kernels, joinWords(pieces), numWords);
    },
    async close() {
      for (const cursor of cursors) await cursor.close();
    },
  };
}
