/**
 * What a step of a scan is: it looks at a document in kernel memory, may change it, and answers why it stays behind, or nothing.
 * Invariant: depends on the draft, the recipe and its aids alone. A step that is not asked for does nothing.
 */

import type { ScanTools } from './open-scan-tools.ts';
import type { ScanDrop } from './scanned-document.ts';
import type { ScoreName } from './scores.ts';

/** A document on its way: what is known of it, and where its text lies in kernel memory. */
export interface Draft {
  pointer: number;
  length: number;
  language: string;
  rows: Float64Array[];
  scores: Partial<Record<ScoreName, number>>;
  personalData: Readonly<Record<string, number>>;
  contamination: Readonly<Record<string, number>>;
  hash: readonly [bigint, bigint];
  signature: Uint8Array;
}

export type ScanStep = (draft: Draft, tools: ScanTools) => ScanDrop | undefined;
