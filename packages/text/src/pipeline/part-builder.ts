/**
 * Collects scanned documents until they are written as a part.
 * Invariant: holds copies; the scanner may go on. Depends on the documents and their order alone.
 */
import type { PartFacts, PartSection } from '../parts/part-file.ts';
import { createGrowingBytes } from './growing-bytes.ts';
import { createNumberColumns } from './number-columns.ts';
import { createSampler } from './part-sampler.ts';
import type { ScannedDocument } from './scanned-document.ts';
import type { ScoreName } from './scores.ts';
import { createWordList } from './word-list.ts';
import { createWordSums } from './word-sums.ts';

export interface PartBuilder {
  /** Bytes of the documents as they came. */
  readonly numSourceBytes: number;
  /** Bytes that are held, of all sections together. */
  readonly numBytes: number;
  add(document: ScannedDocument): void;
  /** What the part is to hold. */
  build(): { facts: PartFacts; sections: PartSection[] };
}

const encoder = new TextEncoder();

/** @param scores columns of scores that each document gets */
export function createPartBuilder(scores: readonly ScoreName[] = []): PartBuilder {
  const part = openSections(scores);
  const amounts = { numDocuments: 0, numKept: 0, numSourceBytes: 0 };
  return {
    get numSourceBytes() {
      return amounts.numSourceBytes;
    },
    get numBytes() {
      const { numbers, names, details, titles, text } = part;
      return [numbers, names, details, titles, text].reduce((sum, { numBytes }) => sum + numBytes, 0);
    },
    add(document) {
      amounts.numDocuments += 1;
      amounts.numSourceBytes += document.numSourceBytes;
      addFacts(part, document);
      if (!document.drop) {
        amounts.numKept += 1;
        addText(part, document);
      }
      part.sampler.offer(document);
    },
    build: () => ({
      facts: {
        ...amounts,
        numTextBytes: part.text.numBytes,
        languages: part.languages.words,
        sources: part.sources.words,
        formats: part.formats.words,
        drops: part.drops.words,
        scores: [...scores],
        personalData: part.personalData.print(),
        contamination: part.contamination.print(),
      },
      sections: [
        ...part.numbers.sections(),
        { name: 'names', bytes: part.names.view() },
        { name: 'details', bytes: part.details.view() },
        { name: 'titles', bytes: part.titles.view() },
        { name: 'text', bytes: part.text.view() },
        { name: 'samples', bytes: encoder.encode(JSON.stringify(part.sampler.samples())) },
      ],
    }),
  };
}

type Sections = ReturnType<typeof openSections>;

function openSections(scores: readonly ScoreName[]) {
  return {
    scores,
    numbers: createNumberColumns(),
    names: createGrowingBytes(),
    details: createGrowingBytes(),
    titles: createGrowingBytes(),
    text: createGrowingBytes(1 << 20),
    languages: createWordList(),
    sources: createWordList(),
    formats: createWordList(),
    drops: createWordList(),
    personalData: createWordSums(),
    contamination: createWordSums(),
    sampler: createSampler(),
  };
}

/** What is kept of every document. */
function addFacts(part: Sections, document: ScannedDocument): void {
  const { numbers, names, details } = part;
  const { drop, rows } = document;
  names.append(encoder.encode(document.name));
  numbers.add('nameEnds', names.numBytes);
  details.append(encoder.encode(drop?.detail ?? ''));
  numbers.add('detailEnds', details.numBytes);
  numbers.append('digests', document.digest);
  numbers.add('sourceBytes', document.numSourceBytes);
  numbers.add('languages', part.languages.placeOf(document.language));
  numbers.add('sources', part.sources.placeOf(document.source));
  numbers.add('formats', part.formats.placeOf(document.format));
  numbers.add('drops', drop ? part.drops.placeOf(`${drop.step}:${drop.reason}`) + 1 : 0);
  numbers.add('rowCounts', rows.length);
  for (const row of rows) numbers.append('rows', row);
  for (const name of part.scores) numbers.add('scores', document.scores[name] ?? Number.NaN);
  part.personalData.add(document.personalData);
  part.contamination.add(document.contamination);
}

/** What is kept of a document that goes on. */
function addText({ numbers, titles, text }: Sections, document: ScannedDocument): void {
  titles.append(encoder.encode(document.title));
  numbers.add('titleEnds', titles.numBytes);
  text.append(document.text);
  numbers.add('textEnds', text.numBytes);
  numbers.append('hashes', new BigUint64Array(document.hash));
  numbers.append('signatures', document.signature);
}
