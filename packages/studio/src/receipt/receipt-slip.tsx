/**
 * The receipt as a narrow slip of paper with torn edges.
 * Invariant: ticks are written, not only coloured; digests are short here and whole on copy.
 */
import type { VerifiedReceipt } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyButton } from '../layout/copy-button.tsx';
import { Reference } from '../layout/reference.tsx';
import { useMessages } from '../messages/messages.ts';
import { type ReceiptLine, receiptLines } from './receipt-lines.ts';
import { receiptText } from './receipt-text.ts';
import './receipt.css';

export interface ReceiptSlipProps {
  verified: VerifiedReceipt;
  /** On its own page the slip does not link to itself. */
  isAlone?: boolean;
}

/** The slip with what one can do with it: open, copy, print. */
export function ReceiptSlip({ verified, isAlone = false }: ReceiptSlipProps): ReactNode {
  const messages = useMessages();
  const { t } = messages;
  const { answerId } = verified.receipt;
  const lines = receiptLines(verified, messages);
  return (
    <section aria-label={t('receipt.title')} className="receipt w-full max-w-[21rem]">
      <div className="receipt-paper px-6 py-8 font-mono text-xs">
        <p className="text-center font-strong tracking-[0.3em]">SLIPWAY</p>
        <p className="text-center text-faint">{t('receipt.title')}</p>
        <p className="mb-3 text-center">
          <Reference value={answerId} />
        </p>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one slip never move
          <SlipLine key={index} line={line} />
        ))}
      </div>
      <div className="mt-3 flex flex-wrap gap-2 print:hidden">
        {isAlone ? null : (
          <Link
            to="/receipts/$id"
            params={{ id: answerId }}
            className="link inline-flex min-h-9 items-center pe-2 text-s text-faint hover:text-ink"
          >
            {t('receipt.open')}
          </Link>
        )}
        <CopyButton text={() => receiptText(verified, messages)}>{t('receipt.copy')}</CopyButton>
        {isAlone ? (
          <button
            type="button"
            onClick={() => window.print()}
            className="min-h-9 border border-hair px-3.5 text-s hover:border-edge"
          >
            {t('receipt.print')}
          </button>
        ) : null}
      </div>
    </section>
  );
}

function SlipLine({ line }: { line: ReceiptLine }): ReactNode {
  switch (line.type) {
    case 'rule':
      return <hr className="my-2.5 border-0 border-t border-dashed border-edge" />;
    case 'heading':
      return <p className="mt-1.5 text-faint">{line.text}</p>;
    case 'tick':
      return (
        <p
          className={`flex gap-2 ${line.passed ? 'text-proven' : 'text-signal'} ${line.isVerdict ? 'font-strong' : ''}`}
        >
          <span aria-hidden="true">{line.passed ? '✓' : '✕'}</span>
          <span className="min-w-0 break-words">{line.text}</span>
        </p>
      );
    case 'passage':
      return (
        <p className="flex gap-2">
          <span>[{line.number}]</span>
          <bdi className="min-w-0 break-all">{line.text}</bdi>
        </p>
      );
    case 'pair':
      return (
        <div className="flex justify-between gap-4">
          <span className="shrink-0 text-faint">{line.name}</span>
          <span className="min-w-0 text-end">
            <bdi className="block break-words">{line.value}</bdi>
            {line.digest ? <Reference value={line.digest} /> : null}
          </span>
        </div>
      );
  }
}
