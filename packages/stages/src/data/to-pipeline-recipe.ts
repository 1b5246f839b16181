/**
 * What the user asks for, as the factory takes it.
 * Invariant: pure; a bound is in the recipe only where there is what it is asked of, so that a recipe's digest tells what it does.
 */
import { defaultPipelineRecipe, type PipelineAids, type PipelineRecipe } from '@slipway/text';
import type { DataSpec } from './spec.ts';

const defaultMinQualityScore = 0.5;

export function toPipelineRecipe(spec: DataSpec, aids: PipelineAids = {}): PipelineRecipe {
  return {
    ...defaultPipelineRecipe,
    languages: spec.languages ?? [],
    minLanguageConfidence: 0,
    quality: spec.quality,
    personalData: spec.personalData,
    contamination: spec.contamination,
    ...(aids.words ? { words: boundListedWords(spec) } : {}),
    ...(aids.perplexity ? { perplexity: { min: spec.minPerplexity, max: spec.maxPerplexity } } : {}),
    ...(aids.classifier ? { minQualityScore: spec.minQualityScore ?? defaultMinQualityScore } : {}),
    duplicates: { exact: true, nearThreshold: spec.nearDuplicateThreshold, scope: spec.duplicateScope },
    ...cutRepeats(spec),
    html: spec.html,
    textFields: spec.textFields,
    wideForms: spec.wideForms,
    maxDocumentBytes: spec.maxDocumentBytes,
  };
}

/** C4 drops a page with any word of its list. */
function boundListedWords({
  maxListedWords,
  maxListedShare,
}: DataSpec): NonNullable<PipelineRecipe['words']> {
  if (maxListedWords === undefined && maxListedShare === undefined) return { maxCount: 0 };
  return { maxCount: maxListedWords, maxShare: maxListedShare };
}

const seenDefaults = { numWords: 13, threshold: 0.8, numRuns: 100_000_000, chance: 1e-4 };

/** Nothing in the recipe where nothing is to be cut out. */
function cutRepeats(spec: DataSpec): Pick<PipelineRecipe, 'repeats'> {
  const { repeatedLines, repeatedLineSpan = 1, repeatedStretchBytes, seenLines } = spec;
  const { numRuns } = seenDefaults;
  const repeats = {
    ...(repeatedLines ? { lines: { kind: repeatedLines, span: repeatedLineSpan } } : {}),
    ...(repeatedStretchBytes ? { stretches: { minBytes: repeatedStretchBytes } } : {}),
    ...(seenLines ? { seen: { ...seenDefaults, kind: seenLines, numRuns: spec.seenRuns ?? numRuns } } : {}),
  };
  return Object.keys(repeats).length === 0 ? {} : { repeats };
}
