/**
 * A receipt by itself, at its own address.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { receiptQuery, tourQuery } from '../api/queries.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { isNoSuch, NoSuch } from '../layout/no-such.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useMessages } from '../messages/messages.ts';
import { ReceiptSlip } from './receipt-slip.tsx';

/** The page of one receipt: the slip and each check that was made of it. */
export function ReceiptPage(): ReactNode {
  const { t, word, language } = useMessages();
  const { id } = useParams({ from: '/receipts/$id' });
  const { data, error, refetch } = useQuery(receiptQuery(id));
  if (isNoSuch(error)) return <NoSuch what="receipt" id={id} />;
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
            <Exchange id={id} />
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

/** Question and answer, where the server tells them: so far of the tour's own question. */
function Exchange({ id }: { id: string }): ReactNode {
  const { t } = useMessages();
  const { data } = useQuery(tourQuery);
  const answer = data?.summary?.answer;
  if (answer?.id !== id) return <p className="mb-8 text-s text-faint">{t('receipt.textsElsewhere')}</p>;
  return (
    <section aria-label={t('receipt.exchange')} className="mb-10">
      <h2 className="text-l font-strong" dir="auto">
        {answer.question}
      </h2>
      <div className="mt-2 max-w-[68ch] space-y-3" dir="auto">
        <Markdown text={answer.text} />
      </div>
    </section>
  );
}
