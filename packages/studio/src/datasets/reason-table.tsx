/**
 * Why documents were dropped, whichever step it was at: the reasons with their documents and bytes, most first.
 */
import type { DataCard } from '@slipway/contracts';
import { type ReactNode, useState } from 'react';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';
import { UnfoldButton } from './unfold-button.tsx';

const numShownAtFirst = 8;

/** One row a reason; the bar is in proportion to the commonest. */
export function ReasonTable({ card }: { card: DataCard }): ReactNode {
  const { t, word } = useMessages();
  const [isWhole, setWhole] = useState(false);
  const rows = card.funnel
    .flatMap(({ name: step, dropped }) =>
      Object.entries(dropped).map(([reason, amount]) => ({ step, reason, ...amount })),
    )
    .sort((a, b) => b.numDocuments - a.numDocuments);
  const most = Math.max(1, ...rows.map(({ numDocuments }) => numDocuments));
  return (
    <section aria-label={t('data.reasons')} className="min-w-0">
      <h2 className="text-l font-strong">{t('data.reasons')}</h2>
      {rows.length === 0 ? (
        <p className="mt-2 border-t border-hair py-2 text-s text-faint">{t('data.noneDropped')}</p>
      ) : (
        <table className="table mt-2">
          <caption className="sr-only">{t('data.reasons')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('data.reason')}</th>
              <th scope="col" className="number">
                {t('data.documents')}
              </th>
              <th scope="col" className="number">
                {t('data.bytes')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(isWhole ? rows : rows.slice(0, numShownAtFirst)).map(
              ({ step, reason, numDocuments, numBytes }) => (
                <tr key={`${step} ${reason}`}>
                  <th scope="row" className="w-full text-s! text-ink!">
                    {word('reason', reason)}{' '}
                    <span className="text-xs text-faint">{word('funnel', step)}</span>
                    <span
                      aria-hidden="true"
                      className="mt-1 block h-1.5 bg-edge"
                      style={{ width: `${(numDocuments / most) * 100}%`, minWidth: 1 }}
                    />
                  </th>
                  <td className="number">{formatCount(numDocuments)}</td>
                  <td className="number text-faint">{formatBytes(numBytes)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
      {rows.length > numShownAtFirst ? (
        <UnfoldButton isWhole={isWhole} numRows={rows.length} onUnfold={setWhole} />
      ) : null}
    </section>
  );
}
