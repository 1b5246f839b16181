/**
 * The conversation with a deployed model: its turns, the passage that is open, the next question.
 */
import type { Citation, TourAnswer } from '@slipway/contracts';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../layout/button.tsx';
import { useMessages } from '../messages/messages.ts';
import { Composer } from './composer.tsx';
import { PassageDialog } from './passage-dialog.tsx';
import { TurnView } from './turn-view.tsx';
import { type Turn, useConversation } from './use-conversation.ts';

export interface ConversationProps {
  /** The alias at the gateway. */
  model: string;
  /** The dataset whose documents the passages are in. */
  dataset: string | undefined;
  /** What was asked and answered before the page opened. */
  first: TourAnswer | undefined;
  /** What the reader should know of every answer, said once under the question field. */
  caveat: string | undefined;
}

function turnOf(answer: TourAnswer): Turn {
  const { id, question, text, citations, receipt } = answer;
  const isCut = receipt.receipt.reason === 'length';
  return { key: id, question, text, citations, isCut, answerId: id, state: 'answered' };
}

/** A conversation, newest answer last; the next question is asked under it, beside its receipt. */
export function Conversation({ model, dataset, first, caveat }: ConversationProps): ReactNode {
  const { t } = useMessages();
  const { turns, isAnswering, ask, stop, clear } = useConversation(model);
  const [opened, setOpened] = useState<Citation>();
  const all = useMemo(() => [...(first ? [turnOf(first)] : []), ...turns], [first, turns]);
  return (
    <>
      <div
        className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_21rem]"
        style={{ gridTemplateRows: `repeat(${Math.max(1, 2 * all.length - 1)}, auto) 1fr` }}
      >
        {all.map((turn, index) => (
          <TurnView
            key={turn.key}
            turn={turn}
            isLast={index === all.length - 1}
            receipt={turn.key === first?.id ? first.receipt : undefined}
            onOpen={setOpened}
          />
        ))}
        <div className="min-w-0 lg:col-start-1">
          <Composer isAnswering={isAnswering} example={t('chat.example')} onAsk={ask} onStop={stop} />
          {turns.length > 0 ? (
            <p className="mt-3 flex flex-wrap items-baseline gap-x-4 text-s text-faint">
              {t('chat.carries')}
              <Button look="plain" className="link" onClick={clear}>
                {t('chat.new')}
              </Button>
            </p>
          ) : null}
          {caveat ? <p className="mt-4 max-w-[68ch] text-s text-faint">{caveat}</p> : null}
        </div>
      </div>
      {opened && dataset ? (
        <PassageDialog dataset={dataset} citation={opened} onClose={() => setOpened(undefined)} />
      ) : null}
    </>
  );
}
