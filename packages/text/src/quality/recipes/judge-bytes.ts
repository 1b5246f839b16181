/**
 * Runs a recipe on a document in kernel memory: measures, asks, edits and measures anew where the recipe says so.
 * Invariant: the rows it gives back, judged by `judgeRows` under the same recipe, give the same verdict.
 */
import type { Kernels } from '../../kernels/load-kernels.ts';
import type { DocumentMeter } from '../../statistics/measure-document.ts';
import { keep, type QualityVerdict } from '../rule.ts';
import { listPasses, type QualityRecipe } from './recipe.ts';

export interface JudgedDocument {
  verdict: QualityVerdict;
  /** One row for each measurement, copies. */
  rows: Float64Array[];
  /** The text that stays: the document itself, or in room reserved on the kernels, which the caller releases. */
  pointer: number;
  length: number;
}

export interface JudgeOptions {
  kernels: Kernels;
  /** Made with the recipe's stop words. */
  meter: DocumentMeter;
  recipe: QualityRecipe;
}

/** Judges `length` bytes at `pointer`; stops at the first rule that drops. */
export function judgeBytes(
  pointer: number,
  length: number,
  { kernels, meter, recipe }: JudgeOptions,
): JudgedDocument {
  let at = pointer;
  let size = length;
  const rows: Float64Array[] = [];
  const passes = listPasses(recipe);
  let row: Float64Array | undefined;
  for (const step of recipe.steps) {
    if (step.kind === 'keep-lines') {
      const out = kernels.reserve(size + 16);
      size = meter.keepLines(at, size, { out, isStrict: step.needsTerminalMark });
      at = out;
      row = undefined;
      continue;
    }
    if (!row) {
      row = meter.measure(at, size, passes[rows.length]).slice();
      rows.push(row);
    }
    const verdict = step.rule.judge(row);
    if (!verdict.isKept) return { verdict, rows, pointer: at, length: size };
  }
  return { verdict: keep, rows, pointer: at, length: size };
}
