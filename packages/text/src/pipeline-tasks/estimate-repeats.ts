/**
 * What the phases take that cut repeats out of kept documents.
 * Invariant: pure; a pass that the recipe does not ask for takes nothing.
 */

import type { PipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { type SortedPass, sortedPasses } from '../pipeline/repeat-pass.ts';
import type { PipelineRates } from './measured-rates.ts';
import { threadBytes, type Work } from './phase-work.ts';
import { passPhases } from './task-plan.ts';

export interface RepeatAmounts {
  /** Of the documents that are no duplicates. */
  textBytes: number;
  /** Of their parts. */
  partBytes: number;
  numRanges: number;
  sortBytes: number;
  rates: PipelineRates['repeats'];
  recipe: PipelineRecipe;
}

export type RepeatPhase = (typeof passPhases)[SortedPass]['mark' | 'match' | 'cut'];

/** Bytes of a record, and of what is found: hash, part, document, line or offset. */
const recordBytes: Readonly<Record<SortedPass, number>> = { 'repeated-lines': 20, 'repeated-stretches': 28 };
const foundBytes = 16;
/** Of text, a line; assumed. */
const lineBytes = 100;
/** Of lines and samples, those that stood before; assumed, as crawls differ. */
const foundShare = 0.2;
/** A sampler takes about four samples in the length of the shortest stretch. */
const samplesPerStretch = 4;

export function reckonRepeats(amounts: RepeatAmounts): Record<RepeatPhase, Work> {
  const work = sortedPasses.flatMap((pass) => {
    const { mark, match, cut } = passPhases[pass];
    const [marked, matched, cutOut] = reckonPass(pass, amounts);
    return [
      [mark, marked],
      [match, matched],
      [cut, cutOut],
    ] as const;
  });
  return Object.fromEntries(work) as Record<RepeatPhase, Work>;
}

function reckonPass(
  pass: SortedPass,
  { textBytes, partBytes, numRanges, sortBytes, rates, recipe }: RepeatAmounts,
): readonly [Work, Work, Work] {
  const { stretches } = recipe.repeats ?? {};
  const spacing =
    pass === 'repeated-lines' ? lineBytes : (stretches?.minBytes ?? lineBytes) / samplesPerStretch;
  const numRecords = textBytes / spacing;
  const [records, found] = [numRecords * recordBytes[pass], numRecords * foundShare * foundBytes];
  const rate = rates[pass];
  const small = { isThreaded: false, memoryBytes: threadBytes };
  return [
    { ...small, cpuSeconds: textBytes / rate.mark, readBytes: textBytes, writtenBytes: records },
    {
      ...{ isThreaded: false, memoryBytes: sortBytes, scratchBytes: (2 * records) / numRanges },
      ...{ cpuSeconds: textBytes / rate.match, readBytes: records, writtenBytes: found },
    },
    // A part that loses text is written anew, and nearly all do.
    { ...small, cpuSeconds: textBytes / rate.cut, readBytes: found + partBytes, writtenBytes: partBytes },
  ];
}
