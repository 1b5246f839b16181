/**
 * Documents that are the same as an earlier one, among any number of them, by sorting their digests.
 * Invariant: of those alike the first by unit and document is kept; the result does not depend on memory or order of arrival.
 */
import { openRecordSorter } from '../external-sort/open-record-sorter.ts';
import { RecordWriter } from '../external-sort/record-writer.ts';
import { walkGroups } from '../external-sort/walk-groups.ts';
import { gatherUnits, repeatWords, type UnitDuplicates } from './unit-duplicates.ts';

/** The digests of a unit's documents, 16 bytes each, one behind the other. */
export interface DigestedUnit {
  unit: number;
  digests: Uint8Array;
  /** A number for each document; only those of the same are compared. */
  scopes?: Uint32Array | undefined;
}

export interface ExactOptions {
  inputs: Iterable<DigestedUnit> | AsyncIterable<DigestedUnit>;
  /** For what does not fit into memory; must hold nothing else. 28 bytes a document. */
  folder: string;
  memoryBytes: number;
}

const digestWords = 4;
/** Scope, digest, unit and document. */
export const digestRecordWords = 7;
const keyWords = 5;

/** Documents that repeat another, unit by unit in ascending order; units without any are left out. */
export function findExactDuplicates({ inputs, ...options }: ExactOptions): AsyncGenerator<UnitDuplicates> {
  return findRepeatedDigests({ ...options, records: listDigestRecords(inputs) });
}

/** As records that can be sorted, a block a unit: scope, digest, unit, document. Those of one digest may be looked at apart from others. */
export async function* listDigestRecords(inputs: ExactOptions['inputs']): AsyncGenerator<Uint32Array> {
  for await (const { unit, digests, scopes } of inputs) {
    // A Buffer's own slice would share the memory of its pool.
    const words = new Uint32Array(new Uint8Array(digests).buffer);
    const records = new Uint32Array((words.length / digestWords) * digestRecordWords);
    for (let document = 0; document * digestWords < words.length; document += 1) {
      const at = document * digestRecordWords;
      records[at] = scopes?.[document] ?? 0;
      records.set(words.subarray(document * digestWords, (document + 1) * digestWords), at + 1);
      records[at + 5] = unit;
      records[at + 6] = document;
    }
    yield records;
  }
}

/** As `findExactDuplicates`, of records that `listDigestRecords` made. */
export async function* findRepeatedDigests(options: {
  records: AsyncIterable<Uint32Array>;
  folder: string;
  memoryBytes: number;
}): AsyncGenerator<UnitDuplicates> {
  const { records, folder } = options;
  const memoryBytes = options.memoryBytes / 2;
  const digests = await openRecordSorter({
    folder,
    name: 'digests',
    numWords: digestRecordWords,
    memoryBytes,
  });
  const repeats = await openRecordSorter({ folder, name: 'repeats', numWords: repeatWords, memoryBytes });
  try {
    for await (const block of records) await digests.add(block);
    const repeatWriter = new RecordWriter(repeats);
    await walkGroups(
      digests.sorted(),
      { numWords: digestRecordWords, keyWords },
      ({ block, at, first, occurrence }) =>
        occurrence === 1
          ? undefined
          : repeatWriter.push(block[at + 5] ?? 0, block[at + 6] ?? 0, first[5] ?? 0, first[6] ?? 0),
    );
    await repeatWriter.flush();
    yield* gatherUnits(repeats.sorted());
  } finally {
    await digests.close();
    await repeats.close();
  }
}
