/**
 * Judges a document by the quality rules of its language; a recipe that edits lines leaves the edited text.
 */
import { judgeBytes } from '../quality/recipes/judge-bytes.ts';
import type { ScanTools } from './open-scan-tools.ts';
import { chooseQuality } from './pipeline-recipe.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';

export function judgeQuality(draft: Draft, { kernels, recipe, meters }: ScanTools): ScanDrop | undefined {
  const quality = chooseQuality(recipe, draft.language);
  if (!quality) return undefined;
  const judged = judgeBytes(draft.pointer, draft.length, {
    kernels,
    meter: meters.meterOf(quality),
    recipe: quality,
  });
  draft.rows = judged.rows;
  if (!judged.verdict.isKept) return { step: 'quality', reason: judged.verdict.reason, detail: quality.name };
  draft.pointer = judged.pointer;
  draft.length = judged.length;
  return undefined;
}
