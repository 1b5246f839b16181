/**
 * Where the next question is written. Enter asks, Shift+Enter breaks the line; while an answer runs the button stops it.
 */
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Button } from '../layout/button.tsx';
import { useMessages } from '../messages/messages.ts';

export interface ComposerProps {
  isAnswering: boolean;
  /** Written in the empty field. */
  example: string;
  onAsk: (question: string) => void;
  onStop: () => void;
}

/** The question field with its one button. */
export function Composer({ isAnswering, example, onAsk, onStop }: ComposerProps): ReactNode {
  const { t } = useMessages();
  const [question, setQuestion] = useState('');
  function ask(): void {
    const asked = question.trim();
    if (asked === '' || isAnswering) return;
    setQuestion('');
    onAsk(asked);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask();
  }
  return (
    <form
      className="flex max-w-[44rem] items-end gap-3 border-b border-edge focus-within:border-ink"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <textarea
        rows={1}
        dir="auto"
        value={question}
        aria-label={t('chat.question')}
        placeholder={example}
        onChange={(event) => setQuestion(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-48 min-h-11 min-w-0 flex-1 resize-none bg-transparent py-2.5 text-m outline-none placeholder:text-faint"
      />
      {isAnswering ? (
        <Button className="mb-1" onClick={onStop}>
          {t('chat.stop')}
        </Button>
      ) : (
        <Button look="primary" type="submit" className="mb-1">
          {t('chat.ask')}
        </Button>
      )}
    </form>
  );
}
