/**
 * The receipt of a turn: beside the newest answer as a slip, under older ones and in narrow windows folded to one line.
 */
import type { VerifiedReceipt } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { receiptQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { formatMoney } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { ReceiptSlip } from '../receipt/receipt-slip.tsx';

export interface TurnReceiptProps {
  answerId: string;
  /** Known already where the tour asked the question itself. */
  known: VerifiedReceipt | undefined;
  isLast: boolean;
}

/** The receipt; a new one prints line by line. */
export function TurnReceipt({ answerId, known, isLast }: TurnReceiptProps): ReactNode {
  const { t } = useMessages();
  const { data, error } = useQuery({ ...receiptQuery(answerId), ...(known ? { initialData: known } : {}) });
  if (error) return <ErrorNote error={error} where={t('receipt.page')} />;
  if (!data) return <p className="text-s text-faint">{t('receipt.awaited')}</p>;
  return (
    <>
      {isLast ? (
        <div
          className={`self-start max-lg:hidden lg:col-start-2 lg:row-span-2 ${known ? '' : 'receipt-printing'}`}
        >
          <ReceiptSlip verified={data} />
        </div>
      ) : null}
      <FoldedReceipt verified={data} isOnlyNarrow={isLast} />
    </>
  );
}

function FoldedReceipt({
  verified,
  isOnlyNarrow,
}: {
  verified: VerifiedReceipt;
  isOnlyNarrow: boolean;
}): ReactNode {
  const { t } = useMessages();
  const { usage, price } = verified.receipt;
  return (
    <details className={`lg:col-start-1 lg:max-w-[44rem] ${isOnlyNarrow ? 'lg:hidden' : ''}`}>
      <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 border-y border-dashed border-edge font-mono text-xs">
        <span className={verified.isVerified ? 'text-proven' : 'text-signal'}>
          {verified.isVerified ? `✓ ${t('receipt.verifiedShort')}` : `✕ ${t('receipt.notVerified')}`}
        </span>
        <span className="figures text-faint">
          {t('receipt.line', {
            tokens: formatCount(usage.numPromptTokens + usage.numOutputTokens),
            price: formatMoney(price.amountMicroUnits, price.currency),
          })}
        </span>
        <span className="ms-auto underline">{t('receipt.page')}</span>
      </summary>
      <div className="mt-4">
        <ReceiptSlip verified={verified} />
      </div>
    </details>
  );
}
