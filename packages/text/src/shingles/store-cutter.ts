/**
 * What the kernels need to cut a text into words: the fold table and room for the units that are cut at once.
 * Invariant: the block of fields is that of `kernels/digests.ts`.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import { storeFoldTable } from './fold-table.ts';

const unitBytes = 16;
const fieldBytes = 16;
/** Units that are cut at once. */
const unitsAtOnce = 1024;

/** Writes a cutter into kernel memory, where it stays. @returns its pointer */
export function storeCutter(kernels: Kernels): number {
  const folds = storeFoldTable(kernels, 'shingles');
  const units = kernels.reserve(unitsAtOnce * unitBytes);
  const fields = kernels.reserve(fieldBytes);
  const block = new Uint32Array(kernels.bytes().buffer, fields, 3);
  block.set([folds, units, units + unitsAtOnce * unitBytes]);
  return fields;
}
