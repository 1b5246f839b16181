/**
 * An answer as it is meant: its Markdown drawn, its references [1] turned into buttons that open the passage.
 * Invariant: a number without a passage stays plain text.
 */
import type { Citation } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { Markdown } from '../markdown/markdown.tsx';
import { useMessages } from '../messages/messages.ts';

export interface AnswerTextProps {
  text: string;
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}

/** The text with its references. */
export function AnswerText({ text, citations, onOpen }: AnswerTextProps): ReactNode {
  return (
    <div className="max-w-[68ch] space-y-3" dir="auto">
      <Markdown text={text} refer={(words) => <Words text={words} citations={citations} onOpen={onOpen} />} />
    </div>
  );
}

function Words({ text, citations, onOpen }: AnswerTextProps): ReactNode {
  const { t } = useMessages();
  return text.split(/\[(\d{1,2})\]/).map((part, index) => {
    if (index % 2 === 0) return part;
    const citation = citations.find(({ number }) => number === Number(part));
    if (!citation) return `[${part}]`;
    return (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no identity but their place
        key={index}
        type="button"
        aria-label={t('chat.openPassage', { number: part, title: citation.title })}
        onClick={() => onOpen(citation)}
        className="link font-mono text-xs"
      >
        [{part}]
      </button>
    );
  });
}
