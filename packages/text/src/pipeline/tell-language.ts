/**
 * Tells a document's language, and drops it where the recipe does not want that one.
 */
import type { ScanTools } from './open-scan-tools.ts';
import { isWantedLanguage } from './pipeline-recipe.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';

export function tellLanguage(draft: Draft, { recipe, identifier }: ScanTools): ScanDrop | undefined {
  const { language, confidence } = identifier.identify(draft.pointer, draft.length);
  draft.language = confidence < recipe.minLanguageConfidence ? 'und' : language;
  if (isWantedLanguage(recipe, draft.language)) return undefined;
  return { step: 'language', reason: 'other-language', detail: draft.language };
}
