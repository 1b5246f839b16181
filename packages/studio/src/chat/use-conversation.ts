/**
 * The turns of one conversation and what asks the next.
 * Invariant: one answer at a time; what was streamed stays when an answer fails or is stopped.
 */
import { streamChat } from '@slipway/client';
import { type ChatMessage, type Citation, type ErrorData, toErrorData } from '@slipway/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Turn {
  key: string;
  question: string;
  text: string;
  state: 'answering' | 'answered' | 'stopped' | 'failed';
  citations: readonly Citation[];
  /** The answer ended where its tokens did. */
  isCut?: boolean;
  answerId?: string;
  error?: ErrorData;
}

export interface Conversation {
  turns: readonly Turn[];
  isAnswering: boolean;
  ask: (question: string) => void;
  stop: () => void;
  /** Begins anew: nothing that was said goes with the next question. */
  clear: () => void;
}

/** Earlier turns that go with a question: enough for "and then?", small enough for a short context. */
const numTurnsKept = 2;

function messagesFor(turns: readonly Turn[], question: string): ChatMessage[] {
  const kept = turns.filter(({ state, text }) => state === 'answered' && text !== '').slice(-numTurnsKept);
  return [
    ...kept.flatMap((turn): ChatMessage[] => [
      { role: 'user', content: turn.question },
      { role: 'assistant', content: turn.text },
    ]),
    { role: 'user', content: question },
  ];
}

/**
 * A conversation with the model behind an alias.
 * @param model the alias at the gateway
 */
export function useConversation(model: string): Conversation {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const running = useRef<AbortController>(undefined);
  const isAnswering = turns.at(-1)?.state === 'answering';
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback(
    (question: string) => {
      const stopper = new AbortController();
      running.current = stopper;
      const key = crypto.randomUUID();
      const change = (patch: (turn: Turn) => Partial<Turn>) =>
        setTurns((before) => before.map((turn) => (turn.key === key ? { ...turn, ...patch(turn) } : turn)));
      setTurns((before) => [...before, { key, question, text: '', state: 'answering', citations: [] }]);
      void answer({ model, messages: messagesFor(turns, question), signal: stopper.signal }, change);
    },
    [model, turns],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  const clear = useCallback(() => {
    running.current?.abort();
    setTurns([]);
  }, []);
  return { turns, isAnswering, ask, stop, clear };
}

async function answer(
  request: { model: string; messages: ChatMessage[]; signal: AbortSignal },
  change: (patch: (turn: Turn) => Partial<Turn>) => void,
): Promise<void> {
  try {
    for await (const item of streamChat({ baseUrl: '', ...request })) {
      if (item.type === 'text') change((turn) => ({ text: turn.text + item.text }));
      else {
        const { answerId, citations, reason } = item;
        const isCut = reason === 'length';
        change(() => ({ state: 'answered', citations, isCut, ...(answerId ? { answerId } : {}) }));
      }
    }
  } catch (error) {
    if (request.signal.aborted) change(() => ({ state: 'stopped' }));
    else change(() => ({ state: 'failed', error: toErrorData(error) }));
  }
}
