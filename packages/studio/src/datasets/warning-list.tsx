/**
 * What should be looked at before the data is used, said loudly.
 */
import { type DataCard, wordWarning } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';

/** One paragraph a warning; a code that has no words of its own is shown as it is. */
export function WarningList({ warnings }: { warnings: DataCard['warnings'] }): ReactNode {
  const { language } = useMessages();
  return (
    <ul className="max-w-[72ch] space-y-2 border-s-2 border-signal ps-4">
      {warnings.map((warning) => {
        const { title, detail } = wordWarning(warning, language, formatCount);
        return (
          <li key={warning.code}>
            <strong className="text-signal">{title}</strong>
            {detail === undefined ? null : <span className="block text-s text-faint">{detail}</span>}
          </li>
        );
      })}
    </ul>
  );
}
