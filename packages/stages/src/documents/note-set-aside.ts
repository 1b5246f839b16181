/**
 * What was set aside, by reason, each with the first that it befell.
 * Invariant: every document is counted under its reason, in the order in which the reasons were met.
 */
import { type DroppedDocument, type Wording, wordData } from '@slipway/contracts';

/** @param setAside one document at least */
export function noteSetAside(setAside: readonly Pick<DroppedDocument, 'path' | 'reason'>[]): Wording {
  const byReason = new Map<string, string[]>();
  for (const { reason, path } of setAside) {
    const paths = byReason.get(reason);
    if (paths) paths.push(path);
    else byReason.set(reason, [path]);
  }
  const counts = [...byReason].map(([reason, { length, 0: first }]) => ({ reason, length, first }));
  const en = counts.map(
    ({ reason, length, first }) => `${length} ${reason} (${first}${length > 1 ? ', …' : ''})`,
  );
  const zh = counts.map(
    ({ reason, length, first }) =>
      `${wordData('reason', reason, 'zh')} ${length} 个（${first}${length > 1 ? ' 等' : ''}）`,
  );
  return { en: `set aside: ${en.join(', ')}`, zh: `搁置：${zh.join('，')}` };
}
