/**
 * Counts the personal data of a document, and masks it or drops the document as the recipe says.
 */
import { personalDataKinds } from '../personal-data/kinds.ts';
import type { ScanTools } from './open-scan-tools.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';

export function treatPersonalData(
  draft: Draft,
  { kernels, recipe, personalData }: ScanTools,
): ScanDrop | undefined {
  if (!personalData) return undefined;
  const { pointer, length } = draft;
  if (personalData.find(pointer, length) === 0) return undefined;
  draft.personalData = nameCounts(personalData.counts());
  const kinds = Object.keys(draft.personalData).join(', ');
  if (recipe.personalData === 'drop')
    return { step: 'personal-data', reason: 'personal-data', detail: kinds };
  if (recipe.personalData === 'count') return undefined;
  draft.pointer = kernels.reserve(personalData.maskedBytes(length));
  draft.length = personalData.mask(pointer, length, draft.pointer, { style: 'token' });
  return undefined;
}

function nameCounts(counts: Uint32Array): Record<string, number> {
  const named = personalDataKinds.map((kind, place): [string, number] => [kind, counts[place] ?? 0]);
  return Object.fromEntries(named.filter(([, count]) => count > 0));
}
