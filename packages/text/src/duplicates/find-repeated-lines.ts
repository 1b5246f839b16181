/**
 * Lines, or spans of them, that stood in the input before, by sorting their hashes.
 * Invariant: the first by unit, document and line is kept; the result does not depend on memory or order of arrival.
 */
import { openRecordSorter } from '../external-sort/open-record-sorter.ts';
import { RecordWriter } from '../external-sort/record-writer.ts';
import { walkGroups } from '../external-sort/walk-groups.ts';
import { gatherUnits } from './unit-duplicates.ts';

/** Words of a line's record: hash (two), unit, document, line. */
export const lineRecordWords = 5;

export interface RepeatedLinesOptions {
  /** What line cutters recorded, in any order and grouping. */
  records: Iterable<Uint32Array> | AsyncIterable<Uint32Array>;
  /** For what does not fit into memory; must hold nothing else. 20 bytes a line. */
  folder: string;
  memoryBytes: number;
}

export interface UnitRepeatedLines {
  unit: number;
  /** Three numbers for each repeated line, in order: document, line, and the how-manieth occurrence it is, from 2 on. */
  lines: Uint32Array;
}

/** Words of a repeated line: unit, document, line, and the how-manieth occurrence it is, from 2 on. */
export const repeatedLineWords = 4;

/** Lines that repeat another, unit by unit in ascending order; units without any are left out. */
export async function* findRepeatedLines(options: RepeatedLinesOptions): AsyncGenerator<UnitRepeatedLines> {
  for await (const { unit, duplicates } of gatherUnits(findLineRepeats(options)))
    yield { unit, lines: duplicates };
}

/** The same as records in their order, in blocks that are overwritten when the next is asked for. */
export async function* findLineRepeats(options: RepeatedLinesOptions): AsyncGenerator<Uint32Array> {
  const { records, folder } = options;
  const memoryBytes = options.memoryBytes / 2;
  const hashes = await openRecordSorter({ folder, name: 'lines', numWords: lineRecordWords, memoryBytes });
  const repeats = await openRecordSorter({
    folder,
    name: 'repeated-lines',
    numWords: repeatedLineWords,
    memoryBytes,
  });
  try {
    for await (const block of records) await hashes.add(block);
    const writer = new RecordWriter(repeats);
    await walkGroups(
      hashes.sorted(),
      { numWords: lineRecordWords, keyWords: 2 },
      ({ block, at, first, occurrence }) => {
        // A hash of 0 is that of a line with too few behind it for a span.
        if (occurrence === 1 || (first[0] === 0 && first[1] === 0)) return undefined;
        return writer.push(block[at + 2] ?? 0, block[at + 3] ?? 0, block[at + 4] ?? 0, occurrence);
      },
    );
    await writer.flush();
    yield* repeats.sorted();
  } finally {
    await hashes.close();
    await repeats.close();
  }
}
