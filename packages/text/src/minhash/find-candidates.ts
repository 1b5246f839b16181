/**
 * Pairs of documents that may be alike: those with an equal band, found by sorting the bands' hashes.
 * Invariant: of the documents with one hash each is paired with the smallest and with the one before it, so that those alike are joined
 * though the smallest be a chance hit; pairs are in order, each once.
 */
import { openRecordSorter, type RecordSorter } from '../external-sort/open-record-sorter.ts';
import { RecordWriter } from '../external-sort/record-writer.ts';
import { type GroupRecord, walkGroups } from '../external-sort/walk-groups.ts';
import { bandWords, hashBands, type SignedUnits } from './hash-bands.ts';
import type { MinhashScheme } from './minhash-scheme.ts';

export interface Candidates {
  /** Unit and document of each that is in a pair, in order. */
  members: RecordSorter;
  /** Units and documents of the smaller and the larger of each pair, in order, repeated. */
  pairs: RecordSorter;
}

export interface CandidateOptions {
  inputs: SignedUnits;
  scheme: MinhashScheme;
  folder: string;
  memoryBytes: number;
  /** Records of `hashBands`; all bands of the inputs unless given. Pairs are found among them alone. */
  bands?: AsyncIterable<Uint32Array> | undefined;
}

/** Sorters that are open at once. */
const numSorters = 3;

async function sortBands(options: CandidateOptions): Promise<RecordSorter> {
  const { folder, bands = hashBands(options.inputs, options.scheme) } = options;
  const memoryBytes = options.memoryBytes / numSorters;
  const sorter = await openRecordSorter({ folder, name: 'bands', numWords: bandWords, memoryBytes });
  for await (const records of bands) await sorter.add(records);
  return sorter;
}

/** Finds candidates; the caller closes both sorters. */
export async function findCandidates(options: CandidateOptions): Promise<Candidates> {
  const bands = await sortBands(options);
  const { folder } = options;
  const memoryBytes = options.memoryBytes / numSorters;
  const members = await openRecordSorter({ folder, name: 'members', numWords: 2, memoryBytes });
  const pairs = await openRecordSorter({ folder, name: 'pairs', numWords: 4, memoryBytes });
  const memberWriter = new RecordWriter(members);
  const pairWriter = new RecordWriter(pairs);
  const before = [0, 0];
  const visit = async ({ block, at, first, occurrence }: GroupRecord) => {
    const [smallestUnit = 0, smallest = 0] = [first[2], first[3]];
    const [unit = 0, document = 0] = [block[at + 2], block[at + 3]];
    const [unitBefore = 0, documentBefore = 0] = before;
    if (occurrence === 2) await memberWriter.push(smallestUnit, smallest);
    else await pairWriter.push(unitBefore, documentBefore, unit, document);
    await memberWriter.push(unit, document);
    await pairWriter.push(smallestUnit, smallest, unit, document);
  };
  await walkGroups(bands.sorted(), { numWords: bandWords, keyWords: 2 }, (record) => {
    const pending = record.occurrence > 1 ? visit(record) : undefined;
    before[0] = record.block[record.at + 2] ?? 0;
    before[1] = record.block[record.at + 3] ?? 0;
    return pending;
  });
  await memberWriter.flush();
  await pairWriter.flush();
  await bands.close();
  return { members, pairs };
}
