/**
 * A receipt by itself, at its own address.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { receiptQuery } from '../api/queries.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { useMessages } from '../messages/messages.ts';
import { ReceiptSlip } from './receipt-slip.tsx';

/** The page of one receipt: the slip and each check that was made of it. */
export function ReceiptPage(): ReactNode {
  const { t, word, language } = useMessages();
  const { id } = useParams({ from: '/receipts/$id' });
  const { data, error, refetch } = useQuery(receiptQuery(id));
  return (
    <>
      <div className="print:hidden">
        <PageTitle title={t('receipt.page')} answers={t('receipt.answers')} />
      </div>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={8} /> : null}
      {data ? (
        <div className="flex flex-col gap-x-16 gap-y-10 lg:flex-row">
          <ReceiptSlip verified={data} isAlone />
          <div className="min-w-0 flex-1 print:hidden">
            <h2 className="text-l font-strong">{t('receipt.checks')}</h2>
            <table className="table mt-3">
              <thead>
                <tr>
                  <th scope="col" className="whitespace-nowrap">
                    {t('receipt.check')}
                  </th>
                  <th scope="col">{t('receipt.found')}</th>
                  <th scope="col" className="whitespace-nowrap">
                    {t('receipt.holds')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.checks.map((check) => (
                  <tr key={check.name}>
                    <td className="whitespace-nowrap">{word('check', check.name)}</td>
                    <td className="break-words text-faint">{check.detail[language]}</td>
                    <td className={`whitespace-nowrap ${check.passed ? 'text-proven' : 'text-signal'}`}>
                      {check.passed ? `✓ ${t('receipt.yes')}` : `✕ ${t('receipt.no')}`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="mt-6">
              <Link to="/lineage" search={{ of: id, direction: 'up' }} className="link text-s">
                {t('receipt.lineage')}
              </Link>
            </p>
          </div>
        </div>
      ) : null}
    </>
  );
}
