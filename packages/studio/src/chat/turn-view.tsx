/**
 * One question with its answer, its passages, and its receipt beside it.
 * Invariant: no answer is shown as finished without its receipt or the reason why there is none.
 */
import type { Citation, VerifiedReceipt } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { AnswerText } from './answer-text.tsx';
import { CitationList } from './citation-list.tsx';
import { TurnReceipt } from './turn-receipt.tsx';
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
          {turn.isCut ? <p className="mt-2 text-s text-faint">{t('chat.cut')}</p> : null}
          {turn.error ? (
            <div className="mt-3">
              <ErrorNote error={turn.error} />
            </div>
          ) : null}
        </div>
        {turn.state === 'answered' && turn.citations.length === 0 ? (
          <p className="mt-3 text-s text-faint">{t('chat.noPassage')}</p>
        ) : null}
        <CitationList citations={turn.citations} onOpen={onOpen} />
      </div>
      {turn.answerId ? <TurnReceipt answerId={turn.answerId} known={receipt} isLast={isLast} /> : null}
    </article>
  );
}
