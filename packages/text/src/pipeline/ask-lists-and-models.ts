/**
 * Asks the user's word list, n-gram model and classifier, the cheapest first, where there are any.
 * Invariant: what each says is kept as a score, whether or not the document stays.
 */
import type { ScanTools } from './open-scan-tools.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';
import { layScores } from './scores.ts';

/** Drops a document with too many listed words. */
export function countListedWords(draft: Draft, tools: ScanTools): ScanDrop | undefined {
  const { kernels, words } = tools;
  if (!words) return undefined;
  const { count, numBytes } = words.find(viewOf(draft, kernels));
  const share = draft.length === 0 ? 0 : numBytes / draft.length;
  draft.scores.listedWords = count;
  draft.scores.listedShare = share;
  return askRule('words', draft, { tools, detail: `${count} words, ${(share * 100).toFixed(2)} %` });
}

/** Drops a document that is unlike the model's text, or too easy to foretell. */
export function measurePerplexity(draft: Draft, tools: ScanTools): ScanDrop | undefined {
  const { kernels, perplexity } = tools;
  if (!perplexity) return undefined;
  const measured = perplexity.perplexity(viewOf(draft, kernels));
  draft.scores.perplexity = measured;
  return askRule('perplexity', draft, { tools, detail: `perplexity ${measured.toFixed(2)}` });
}

/** Drops a document that the classifier takes for bad. */
export function scoreQuality(draft: Draft, tools: ScanTools): ScanDrop | undefined {
  const { kernels, classifier } = tools;
  if (!classifier) return undefined;
  const score = classifier.score(viewOf(draft, kernels));
  draft.scores.qualityScore = score;
  return askRule('classifier', draft, { tools, detail: `score ${score.toFixed(3)}` });
}

const viewOf = ({ pointer, length }: Draft, kernels: ScanTools['kernels']) =>
  kernels.bytes().subarray(pointer, pointer + length);

function askRule(
  name: string,
  { scores }: Draft,
  { tools, detail }: { tools: ScanTools; detail: string },
): ScanDrop | undefined {
  const rule = tools.scoreRules.find((one) => one.name === name);
  const verdict = rule?.judge(layScores((score) => scores[score]));
  return verdict && !verdict.isKept ? { step: 'quality', reason: verdict.reason, detail } : undefined;
}
