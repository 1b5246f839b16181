/**
 * Why documents were dropped, whichever step it was at: the reasons with their documents and bytes, most first.
 */
import type { DataCard } from '@slipway/contracts';
import { type ReactNode, useState } from 'react';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';
import { ReasonRows } from './reason-rows.tsx';
import { UnfoldButton } from './unfold-button.tsx';

const numShownAtFirst = 8;

/** One row a reason; the bar is in proportion to the commonest. */
export function ReasonTable({ card }: { card: DataCard }): ReactNode {
  const { t, word } = useMessages();
  const [isWhole, setWhole] = useState(false);
  const reasons = card.funnel
    .flatMap(({ name: step, dropped }) =>
      Object.entries(dropped).map(([reason, amount]) => ({ step, reason, ...amount })),
    )
    .sort((a, b) => b.numDocuments - a.numDocuments);
  const most = reasons[0]?.numDocuments || 1;
  const rows = reasons.map(({ step, reason, numDocuments, numBytes }) => ({
    key: `${step} ${reason}`,
    reason,
    giver: word('funnel', step),
    numbers: [formatCount(numDocuments), formatBytes(numBytes)] as const,
    share: numDocuments / most,
  }));
  return (
    <section aria-label={t('data.reasons')} className="min-w-0">
      <h2 className="mb-2 text-l font-strong">{t('data.reasons')}</h2>
      <ReasonRows
        columns={[t('data.documents'), t('data.bytes')]}
        rows={isWhole ? rows : rows.slice(0, numShownAtFirst)}
        none={t('data.noneDropped')}
      />
      {rows.length > numShownAtFirst ? (
        <UnfoldButton isWhole={isWhole} numRows={rows.length} onUnfold={setWhole} />
      ) : null}
    </section>
  );
}
