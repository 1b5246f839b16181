/**
 * The conversation with a deployed model: its turns, the passage that is open, the next question.
 */
import type { Citation, TourAnswer } from '@slipway/contracts';
import { type ReactNode, useMemo, useState } from 'react';
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
}

/** A conversation, newest answer last. */
export function Conversation({ model, dataset, first }: ConversationProps): ReactNode {
  const { t } = useMessages();
  const { turns, isAnswering, ask, stop } = useConversation(model);
  const [opened, setOpened] = useState<Citation>();
  const firstTurn = useMemo((): Turn | undefined => {
    if (!first) return undefined;
    const { id, question, text, citations } = first;
    return { key: id, question, text, citations, answerId: id, state: 'answered' };
  }, [first]);
  return (
    <div className="space-y-12">
      {firstTurn ? <TurnView turn={firstTurn} receipt={first?.receipt} onOpen={setOpened} /> : null}
      {turns.map((turn) => (
        <TurnView key={turn.key} turn={turn} onOpen={setOpened} />
      ))}
      <Composer isAnswering={isAnswering} example={t('chat.example')} onAsk={ask} onStop={stop} />
      {opened && dataset ? (
        <PassageDialog dataset={dataset} citation={opened} onClose={() => setOpened(undefined)} />
      ) : null}
    </div>
  );
}
