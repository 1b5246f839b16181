/**
 * Asks the user's word list, n-gram model and classifier, the cheapest first, where there are any.
 * Invariant: what each says is kept as a score, whether or not the document stays.
 */
import { judgePerplexity } from '../quality/models/byte-ngram-model.ts';
import { judgeScore } from '../quality/models/linear-classifier.ts';
import { drop, keep, type QualityVerdict } from '../quality/rule.ts';
import type { ScanTools } from './open-scan-tools.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';

/** Drops a document with too many listed words. */
export function countListedWords(draft: Draft, { kernels, recipe, words }: ScanTools): ScanDrop | undefined {
  if (!words) return undefined;
  const { count, numBytes } = words.find(viewOf(draft, kernels));
  const share = draft.length === 0 ? 0 : numBytes / draft.length;
  draft.scores.listedWords = count;
  draft.scores.listedShare = share;
  const { maxCount, maxShare } = recipe.words ?? {};
  const isOver = (maxCount !== undefined && count > maxCount) || (maxShare !== undefined && share > maxShare);
  return toDrop(isOver ? drop('listed_words') : keep, `${count} words, ${(share * 100).toFixed(2)} %`);
}

/** Drops a document that is unlike the model's text, or too easy to foretell. */
export function measurePerplexity(
  draft: Draft,
  { kernels, recipe, perplexity }: ScanTools,
): ScanDrop | undefined {
  if (!perplexity) return undefined;
  const measured = perplexity.perplexity(viewOf(draft, kernels));
  draft.scores.perplexity = measured;
  const { min = 0, max = Number.POSITIVE_INFINITY } = recipe.perplexity ?? {};
  return toDrop(judgePerplexity(measured, { min, max }), `perplexity ${measured.toFixed(2)}`);
}

/** Drops a document that the classifier takes for bad. */
export function scoreQuality(draft: Draft, { kernels, recipe, classifier }: ScanTools): ScanDrop | undefined {
  if (!classifier) return undefined;
  const score = classifier.score(viewOf(draft, kernels));
  draft.scores.qualityScore = score;
  return toDrop(judgeScore(score, recipe.minQualityScore ?? 0), `score ${score.toFixed(3)}`);
}

const viewOf = ({ pointer, length }: Draft, kernels: ScanTools['kernels']) =>
  kernels.bytes().subarray(pointer, pointer + length);

function toDrop(verdict: QualityVerdict, detail: string): ScanDrop | undefined {
  return verdict.isKept ? undefined : { step: 'quality', reason: verdict.reason, detail };
}
