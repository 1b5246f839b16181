/**
 * Scans all units on threads.
 * Invariant: when it resolves, every unit's journal is finished. What was scanned before under the same key is not scanned again.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPartJournal } from '../parts/part-journal.ts';
import { runPool } from '../threads/run-pool.ts';
import type { Unit } from './plan-units.ts';
import type { ScanThreadData } from './scan-thread.ts';
import { journalName } from './scan-unit.ts';

export interface ScanUnitsOptions extends ScanThreadData {
  units: readonly Unit[];
  numThreads: number;
  /** Told of bytes scanned since it was told last; of a unit that was there already, all at once. */
  onProgress?: ((numBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

// Beside the sources as beside the compiled files: threads run compiled code.
const script = new URL('../../dist/pipeline/scan-thread.js', import.meta.url);

/** @throws SlipwayError what a unit ended with; the signal's reason */
export async function scanUnits(options: ScanUnitsOptions): Promise<void> {
  const { units, recipe, folder, key, aids, opener, numThreads, onProgress, signal } = options;
  await mkdir(folder, { recursive: true });
  const waiting: Unit[] = [];
  for (const unit of units) {
    if (await isScanned(unit, folder, key)) onProgress?.(unit.numBytes);
    else waiting.push(unit);
  }
  await runPool<Unit, number, number>({
    script,
    threadData: { recipe, folder, key, aids, opener } satisfies ScanThreadData,
    numThreads,
    jobs: waiting,
    onProgress: (numBytes) => onProgress?.(numBytes),
    onResult: () => undefined,
    signal,
  });
}

async function isScanned({ place }: Unit, folder: string, key: string): Promise<boolean> {
  const entries = await readPartJournal(join(folder, journalName(place)), key).catch(() => []);
  return entries.at(-1)?.next === null;
}
