/**
 * What a scan finds out about one document: its language, its row of columns, the verdict, and the text that stays.
 * Invariant: `text` and `signature` are views on kernel memory, good until the next document is scanned.
 */
import type { ScoreName } from './scores.ts';

/** The steps in which a document can stay behind, in their order. */
export const scanStepNames = [
  'read',
  'address',
  'language',
  'quality',
  'contamination',
  'personal-data',
] as const;
export type ScanStepName = (typeof scanStepNames)[number];

/** Where a document stayed behind, and why. */
export interface ScanDrop {
  step: ScanStepName;
  /** A word of a closed list, for counting. */
  reason: string;
  /** For people. */
  detail?: string;
}

export interface ScannedDocument {
  /** How the source calls it. */
  name: string;
  /** The collection it comes from: the folder, or the file, at the top of the input. */
  source: string;
  /** Name of the reader, or of the converter. */
  format: string;
  /** As it came, in bytes. */
  numSourceBytes: number;
  /** SHA-256 of the bytes as they came; zeros where they could not be read. */
  digest: Uint8Array;
  /** What the document calls itself, empty where it does not. */
  title: string;
  /** BCP 47, `und` where it cannot be told. */
  language: string;
  /** Absent where it is kept. */
  drop?: ScanDrop;
  /** One row of columns for each time it was measured. */
  rows: readonly Float64Array[];
  /** What lists and models say of it. */
  scores: Partial<Readonly<Record<ScoreName, number>>>;
  /** The text that stays; of a dropped document what there was to judge, for samples. */
  text: Uint8Array;
  /** Two 64-bit hashes of the text that stays, before personal data is masked. */
  hash: readonly [bigint, bigint];
  /** Signature of its shingles; empty where none is asked for. */
  signature: Uint8Array;
  /** Finds of personal data by kind. */
  personalData: Readonly<Record<string, number>>;
  /** Items found of each benchmark. */
  contamination: Readonly<Record<string, number>>;
}

/** A document of which nothing is known. */
export const nothingScanned: ScannedDocument = {
  name: '',
  source: '',
  format: '',
  numSourceBytes: 0,
  digest: new Uint8Array(32),
  title: '',
  language: 'und',
  rows: [],
  scores: {},
  text: new Uint8Array(),
  hash: [0n, 0n],
  signature: new Uint8Array(),
  personalData: {},
  contamination: {},
};
