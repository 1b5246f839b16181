/**
 * One question with its answer, its passages, and its receipt beside it.
 * Invariant: no answer is shown as finished without its receipt or the reason why there is none.
 */
import type { Citation, VerifiedReceipt } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { receiptQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { formatMoney } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { ReceiptSlip } from '../receipt/receipt-slip.tsx';
import { AnswerText } from './answer-text.tsx';
import { CitationList } from './citation-list.tsx';
import type { Turn } from './use-conversation.ts';

export interface TurnViewProps {
  turn: Turn;
  /** Known already where the tour asked the question itself. */
  receipt?: VerifiedReceipt | undefined;
  onOpen: (citation: Citation) => void;
  /** The last turn's receipt goes on beside the question field. */
  isLast: boolean;
}

/** A turn of the conversation. */
export function TurnView({ turn, receipt, onOpen, isLast }: TurnViewProps): ReactNode {
  const { t } = useMessages();
  return (
    <article className="contents">
      <div className="min-w-0 lg:col-start-1">
        <h3 className="max-w-[44rem] text-l font-strong tracking-[-0.008em]" dir="auto">
          {turn.question}
        </h3>
        <div className="mt-3" aria-live="polite" aria-busy={turn.state === 'answering'}>
          {turn.text === '' && turn.state === 'answering' ? (
            <p className="text-faint">{t('chat.reading')}</p>
          ) : (
            <AnswerText text={turn.text} citations={turn.citations} onOpen={onOpen} />
          )}
          {turn.state === 'stopped' ? <p className="mt-2 text-s text-faint">{t('chat.stopped')}</p> : null}
          {turn.error ? (
            <div className="mt-3">
              <ErrorNote error={turn.error} />
            </div>
          ) : null}
        </div>
        <CitationList citations={turn.citations} onOpen={onOpen} />
      </div>
      {turn.answerId ? <TurnReceipt answerId={turn.answerId} known={receipt} isLast={isLast} /> : null}
    </article>
  );
}

interface TurnReceiptProps {
  answerId: string;
  known: VerifiedReceipt | undefined;
  isLast: boolean;
}

function TurnReceipt({ answerId, known, isLast }: TurnReceiptProps): ReactNode {
  const { t } = useMessages();
  const { data, error } = useQuery({ ...receiptQuery(answerId), ...(known ? { initialData: known } : {}) });
  if (error) return <ErrorNote error={error} where={t('receipt.page')} />;
  if (!data) return <p className="text-s text-faint">{t('receipt.awaited')}</p>;
  return (
    <>
      <div
        className={`self-start max-lg:hidden lg:col-start-2 ${isLast ? 'lg:row-span-2' : ''} ${known ? '' : 'receipt-printing'}`}
      >
        <ReceiptSlip verified={data} />
      </div>
      <details className="lg:hidden">
        <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 border-y border-dashed border-edge font-mono text-xs">
          <span className={data.isVerified ? 'text-proven' : 'text-signal'}>
            {data.isVerified ? `✓ ${t('receipt.verifiedShort')}` : `✕ ${t('receipt.notVerified')}`}
          </span>
          <span className="figures text-faint">
            {t('receipt.line', {
              tokens: formatCount(data.receipt.usage.numPromptTokens + data.receipt.usage.numOutputTokens),
              price: formatMoney(data.receipt.price.amountMicroUnits, data.receipt.price.currency),
            })}
          </span>
          <span className="ms-auto underline">{t('receipt.page')}</span>
        </summary>
        <div className="mt-4">
          <ReceiptSlip verified={data} />
        </div>
      </details>
    </>
  );
}
