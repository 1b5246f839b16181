/**
 * Looks for items of benchmarks in a document: it is dropped, loses the sentences that hold them, or is only told of.
 */
import type { ScanTools } from './open-scan-tools.ts';
import type { Draft } from './scan-step.ts';
import type { ScanDrop } from './scanned-document.ts';

export function findContamination(
  draft: Draft,
  { kernels, recipe, contamination }: ScanTools,
): ScanDrop | undefined {
  const hits = contamination?.find(draft.pointer, draft.length) ?? [];
  const [first] = hits;
  if (!contamination || !first) return undefined;
  const items = new Set(hits.map(({ benchmark, item }) => `${benchmark}\n${item}`));
  draft.contamination = countWords([...items].map((item) => item.slice(0, item.indexOf('\n'))));
  if (recipe.contamination === 'report') return undefined;
  const detail = `${first.benchmark} ${first.item}`;
  if (recipe.contamination === 'drop') return { step: 'contamination', reason: 'benchmark-item', detail };
  const out = kernels.reserve(draft.length);
  draft.length = contamination.cut(draft.pointer, draft.length, { hits, out });
  draft.pointer = out;
  return draft.length === 0 ? { step: 'contamination', reason: 'benchmark-item', detail } : undefined;
}

function countWords(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
