/**
 * The parts that a scan made, in the order of the input.
 * Invariant: a part's number is its place in that order; it names the part when documents of different parts are compared.
 */
import { join } from 'node:path';
import { invariant } from '@slipway/contracts';
import { readPartJournal } from '../parts/part-journal.ts';
import type { Unit } from './plan-units.ts';
import { journalName, partName } from './scan-unit.ts';
import { readScanFacts, type ScanFacts } from './scanned-part.ts';

export interface PartReference {
  number: number;
  path: string;
  facts: ScanFacts;
}

/** @param key that the units were scanned under; all of them have to be finished */
export async function listParts(
  units: readonly Unit[],
  { folder, key }: { folder: string; key: string },
): Promise<PartReference[]> {
  const parts: PartReference[] = [];
  for (const { place } of units) {
    const entries = await readPartJournal(join(folder, journalName(place)), key);
    invariant(entries.at(-1)?.next === null, 'parts are listed of units that are scanned');
    for (const entry of entries)
      parts.push({
        number: parts.length,
        path: join(folder, partName(place, entry.place)),
        facts: readScanFacts(entry.facts),
      });
  }
  return parts;
}
