/**
 * The place an answer will take while it is awaited: quiet lines of the right height, no motion.
 */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

const widths = ['w-72', 'w-96', 'w-56', 'w-80', 'w-64', 'w-96'];

/** @param numLines how many lines the answer will roughly take */
export function Loading({ numLines = 6 }: { numLines?: number }): ReactNode {
  const { t } = useMessages();
  const lines = Array.from({ length: numLines }, (_, index) => ({
    index,
    width: widths[index % widths.length],
  }));
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t('page.loading')}</span>
      {lines.map(({ index, width }) => (
        <div key={index} className="flex h-12 items-center border-b border-hair">
          <div className={`h-2.5 max-w-full bg-wash ${width}`} />
        </div>
      ))}
    </div>
  );
}
