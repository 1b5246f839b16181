/**
 * Reads a part that a scan wrote, a section at a time.
 * Invariant: a section is read only when it is asked for; what is read is what was written, or an error says so.
 */
import type { DataSample } from '@slipway/contracts';
import { openPart, type PartFacts } from '../parts/part-file.ts';
import type { Row } from '../quality/measure.ts';
import { numColumns } from '../statistics/columns.ts';
import { type NumberSection, type NumbersOf, numberSections } from './part-layout.ts';
import { createScoreReader, type ScoreName } from './scores.ts';

/** What a part says of itself. */
export interface ScanFacts {
  numDocuments: number;
  numKept: number;
  numSourceBytes: number;
  numTextBytes: number;
  languages: readonly string[];
  sources: readonly string[];
  formats: readonly string[];
  /** `step:reason`, in the order in which `drops` counts them from 1. */
  drops: readonly string[];
  /** The columns of `scores`. */
  scores: readonly ScoreName[];
  /** `kind:count`. */
  personalData: readonly string[];
  /** `benchmark:items`. */
  contamination: readonly string[];
}

export interface ScannedPart {
  readonly facts: ScanFacts;
  /** @throws SlipwayError `artifact-corrupt` */
  numbers<Name extends NumberSection>(name: Name): Promise<NumbersOf<Name>>;
  names(): Promise<string[]>;
  details(): Promise<string[]>;
  /** What the kept documents call themselves. */
  titles(): Promise<string[]>;
  /** The texts of the kept documents, end to end. */
  text(): Promise<Uint8Array>;
  samples(): Promise<DataSample[]>;
  close(): Promise<void>;
}

const decoder = new TextDecoder();

/** @throws SlipwayError `artifact-corrupt` where it is no part, the file system's error where there is none */
export async function openScannedPart(path: string): Promise<ScannedPart> {
  const part = await openPart(path);
  const numbers = async <Name extends NumberSection>(name: Name) => {
    const bytes = await part.readSection(name);
    return new numberSections[name](bytes.buffer as ArrayBuffer) as NumbersOf<Name>;
  };
  return {
    facts: readScanFacts(part.facts),
    numbers,
    text: () => part.readSection('text'),
    details: async () => cutWords(await part.readSection('details'), await numbers('detailEnds')),
    titles: async () => cutWords(await part.readSection('titles'), await numbers('titleEnds')),
    names: async () => cutWords(await part.readSection('names'), await numbers('nameEnds')),
    samples: async () => JSON.parse(decoder.decode(await part.readSection('samples'))) as DataSample[],
    close: () => part.close(),
  };
}

/** The facts of a part, or of its journal's line, as what they are. */
export function readScanFacts(facts: PartFacts): ScanFacts {
  return facts as unknown as ScanFacts;
}

/** Opens a part for one use and closes it. */
export async function withScannedPart<Result>(
  path: string,
  use: (part: ScannedPart) => Promise<Result>,
): Promise<Result> {
  const part = await openScannedPart(path);
  try {
    return await use(part);
  } finally {
    await part.close();
  }
}

/** The documents of a part that were measured, in their order: place among all, and a row for each measurement, views. */
export async function* eachMeasured(
  part: ScannedPart,
): AsyncGenerator<{ place: number; rows: Float64Array[] }> {
  const [rowCounts, numbers] = [await part.numbers('rowCounts'), await part.numbers('rows')];
  let start = 0;
  for (const [place, numRows] of rowCounts.entries()) {
    const first = start;
    start += numRows * numColumns;
    if (numRows === 0) continue;
    const rows = Array.from({ length: numRows }, (_, row) =>
      numbers.subarray(first + row * numColumns, first + (row + 1) * numColumns),
    );
    yield { place, rows };
  }
}

/** The row of scores of each document of a part, in their order; none where no list or model was asked. */
export async function* eachScored({ facts, numbers }: ScannedPart): AsyncGenerator<Row> {
  const { scores: names, numDocuments } = facts;
  if (names.length === 0) return;
  const scoresOf = createScoreReader(names, await numbers('scores'));
  for (let place = 0; place < numDocuments; place += 1) yield scoresOf(place);
}

function cutWords(bytes: Uint8Array, ends: Uint32Array): string[] {
  let start = 0;
  return Array.from(ends, (end) => {
    const name = decoder.decode(bytes.subarray(start, end));
    start = end;
    return name;
  });
}
