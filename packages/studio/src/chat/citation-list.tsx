/**
 * The passages an answer was given to rest on; each opens in its document.
 */
import type { Citation } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

/** A numbered list under an answer. */
export function CitationList({
  citations,
  onOpen,
}: {
  citations: readonly Citation[];
  onOpen: (citation: Citation) => void;
}): ReactNode {
  const { t } = useMessages();
  if (citations.length === 0) return null;
  return (
    <div className="mt-4">
      <h4 className="text-xs text-faint">{t('chat.passages')}</h4>
      <ol className="mt-1 max-w-[68ch] text-s">
        {citations.map((citation) => (
          <li key={citation.number} className="flex gap-3 border-t border-hair first:border-0">
            <button
              type="button"
              onClick={() => onOpen(citation)}
              className="group flex min-h-8 w-full min-w-0 items-baseline gap-3 py-1.5 text-start"
            >
              <span className="font-mono text-xs text-faint">[{citation.number}]</span>
              <span className="min-w-0">
                <bdi className="group-hover:underline">{citation.headings.at(-1) ?? citation.title}</bdi>
                <bdi className="block truncate text-xs text-faint">{citation.documentPath}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
