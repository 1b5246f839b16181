/**
 * What should be looked at before the data is used, said loudly.
 */
import type { DataCard } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatSentence } from '../format/sentence.ts';
import { useMessages } from '../messages/messages.ts';

/** One paragraph a warning; a code that has no words of its own is shown in the server's. */
export function WarningList({ warnings }: { warnings: DataCard['warnings'] }): ReactNode {
  const { word } = useMessages();
  return (
    <ul className="max-w-[72ch] space-y-2 border-s-2 border-signal ps-4">
      {warnings.map(({ code, detail }) => (
        <li key={code}>
          <strong className="text-signal">{word('warning', code)}</strong>
          <span lang="en" className="block text-s text-faint">
            {formatSentence(detail, 'en')}
          </span>
        </li>
      ))}
    </ul>
  );
}
