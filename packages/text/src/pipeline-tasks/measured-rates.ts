/**
 * The rates that plans of the factory reckon with: the only table of them. `docs/scale.md` names it and reckons ten trillion tokens with it.
 * Invariant: each number says when and on what it was measured, or that it is assumed. A rate is for one core, in CPU time.
 * `slipway data plan PATH --measure` measures all of them anew on a sample of the input.
 */

import { officeFormats } from '../office/records/conversion.ts';
import type { SortedPass } from '../pipeline/repeat-pass.ts';

export interface PipelineRates {
  /** When and on what they were measured. */
  origin: string;
  /** Of the input as it lies on disk, by how the format is read; packed pages count as packed. */
  scanBytesPerSecond: Readonly<Record<FormatClass, number>>;
  /** Kept documents whose digests and bands are written by range. */
  spreadDocumentsPerSecond: number;
  /** Kept documents among which duplicates are looked for, over all ranges. */
  matchDocumentsPerSecond: number;
  /** Pairs that ranges found, brought together. */
  gatherPairsPerSecond: number;
  /** Repeats that are joined to clusters. */
  joinRepeatsPerSecond: number;
  /** Of the text of documents that are no duplicates, bytes a second of each phase that cuts repeats out. */
  repeats: Readonly<Record<SortedPass, Readonly<Record<'mark' | 'match' | 'cut', number>>>>;
  /** Of kept text. */
  tokenBytesPerSecond: number;
  shardTokensPerSecond: number;
  /** Documents of the input that are counted for the card. */
  tallyDocumentsPerSecond: number;
  shape: InputShape;
}

/** What the input is like; measured on a sample, or that of the table. */
export interface InputShape {
  /** Of the source, a document. */
  bytesPerDocument: number;
  /** Documents that the filters keep, and those that are no duplicates either, of all. */
  keptShare: number;
  uniqueShare: number;
  /** Of a document's source that is its text. */
  textShare: number;
  /** Of text, a token. */
  bytesPerToken: number;
  /** Of parts, a byte of the input. */
  partBytesPerByte: number;
}

/** Formats that are read at about the same rate. */
export type FormatClass = 'lines' | 'pages' | 'office';

const pageFormats = new Set(['html', 'warc']);
const converted: ReadonlySet<string> = new Set(officeFormats);

export function classifyFormat(format: string): FormatClass {
  if (pageFormats.has(format)) return 'pages';
  return converted.has(format) ? 'office' : 'lines';
}

/**
 * All are of one core. Lines, tokens and files of a company are of the whole benchmark on a machine that was otherwise idle
 * (`benchmarks/LOG.md`, 2026-11-30, "the data factory, whole"): 1 GB scanned in 52 s and 506 MB tokenised in 14 s with Qwen's vocabulary of
 * 152 thousand, and 0.63 MB of files a second, all on two cores. Packed pages are of its class of WARC in CPU time. Repeats, gathering and
 * joining are of `npm run benchmark -- rates` in CPU time; of 4 million repeats 540 thousand a second are joined, and of a thousand times as
 * many the search for each is half as deep again. `match` is of 300 thousand signatures and 2 million pairs that were made, as a sample
 * of 10 thousand documents tells but how long a start takes. Spread, shards and tally are of that sample, and so too slow rather than too fast.
 */
export const measuredRates: PipelineRates = {
  origin: '2026-11-30, AMD EPYC, 2 cores',
  scanBytesPerSecond: { lines: 9.6e6, pages: 2.1e6, office: 3.1e5 },
  spreadDocumentsPerSecond: 56e3,
  matchDocumentsPerSecond: 100e3,
  gatherPairsPerSecond: 9e6,
  joinRepeatsPerSecond: 370e3,
  repeats: {
    'repeated-lines': { mark: 90e6, match: 250e6, cut: 70e6 },
    'repeated-stretches': { mark: 65e6, match: 140e6, cut: 150e6 },
  },
  tokenBytesPerSecond: 18e6,
  shardTokensPerSecond: 35e6,
  tallyDocumentsPerSecond: 71e3,
  shape: {
    bytesPerDocument: 3340,
    keptShare: 0.71,
    uniqueShare: 0.63,
    textShare: 1,
    bytesPerToken: 3.76,
    partBytesPerByte: 1.08,
  },
};
