/**
 * Stretches of text that stood in the input before, by sorting the hashes of sampled ones.
 * Invariant: of equal stretches the first by unit, document and place is kept; the result does not depend on memory or order of arrival.
 */
import { openRecordSorter } from '../external-sort/open-record-sorter.ts';
import { RecordWriter } from '../external-sort/record-writer.ts';
import { walkGroups } from '../external-sort/walk-groups.ts';

/** Words of a sample's record: hash (four), unit, document, offset. */
export const stretchRecordWords = 7;

export interface RepeatedStretchesOptions {
  /** What a sampler recorded, in any order and grouping. */
  records: Iterable<Uint32Array> | AsyncIterable<Uint32Array>;
  stretchBytes: number;
  /** For what does not fit into memory; must hold nothing else. About 28 bytes for each quarter of the sampler's `minBytes`. */
  folder: string;
  memoryBytes: number;
}

export interface RepeatedRanges {
  unit: number;
  document: number;
  /** Start and end of each range in bytes, in order, apart from one another. */
  ranges: Uint32Array;
}

/** Words of a repeated sample: unit, document, offset. */
export const repeatedStretchWords = 3;

/** Documents with ranges that stood before, in order of unit and document; those without any are left out. */
export function findRepeatedStretches(options: RepeatedStretchesOptions): AsyncGenerator<RepeatedRanges> {
  return joinRanges(findStretchRepeats(options), options.stretchBytes);
}

/** The samples that stood before, in their order, in blocks that are overwritten when the next is asked for. */
export async function* findStretchRepeats(
  options: Omit<RepeatedStretchesOptions, 'stretchBytes'>,
): AsyncGenerator<Uint32Array> {
  const { records, folder } = options;
  const memoryBytes = options.memoryBytes / 2;
  const numWords = stretchRecordWords;
  const samples = await openRecordSorter({ folder, name: 'samples', numWords, memoryBytes });
  const repeats = await openRecordSorter({
    folder,
    name: 'stretches',
    numWords: repeatedStretchWords,
    memoryBytes,
  });
  try {
    for await (const block of records) await samples.add(block);
    const writer = new RecordWriter(repeats);
    await walkGroups(samples.sorted(), { numWords, keyWords: 4 }, ({ block, at, first, occurrence }) => {
      // A sample at the border of two slices is recorded twice.
      const isFirst = block[at + 4] === first[4] && block[at + 5] === first[5] && block[at + 6] === first[6];
      if (occurrence === 1 || isFirst) return undefined;
      return writer.push(block[at + 4] ?? 0, block[at + 5] ?? 0, block[at + 6] ?? 0);
    });
    await writer.flush();
    yield* repeats.sorted();
  } finally {
    await samples.close();
    await repeats.close();
  }
}

/** Samples that touch one another as one range. */
export async function* joinRanges(
  repeats: Iterable<Uint32Array> | AsyncIterable<Uint32Array>,
  stretchBytes: number,
): AsyncGenerator<RepeatedRanges> {
  let place = { unit: 0, document: 0 };
  let ranges: number[] = [];
  for await (const block of repeats) {
    for (let at = 0; at < block.length; at += repeatedStretchWords) {
      const [unit = 0, document = 0, start = 0] = block.subarray(at, at + repeatedStretchWords);
      if (unit !== place.unit || document !== place.document) {
        if (ranges.length > 0) yield { ...place, ranges: Uint32Array.from(ranges) };
        place = { unit, document };
        ranges = [];
      }
      const last = ranges.at(-1) ?? -1;
      if (start <= last) ranges[ranges.length - 1] = start + stretchBytes;
      else ranges.push(start, start + stretchBytes);
    }
  }
  if (ranges.length > 0) yield { ...place, ranges: Uint32Array.from(ranges) };
}
