/**
 * The place an answer will take while it is awaited: quiet lines of the right height, no motion; words once it takes long.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { useMessages } from '../messages/messages.ts';

/** Longer than this and a reader asks whether anything is coming. */
const longMs = 2_500;
const widths = ['w-72', 'w-96', 'w-56', 'w-80', 'w-64', 'w-96'];

/** @param numLines how many lines the answer will roughly take */
export function Loading({ numLines = 6 }: { numLines?: number }): ReactNode {
  const { t } = useMessages();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs);
    return () => clearTimeout(timer);
  }, []);
  const lines = Array.from({ length: numLines }, (_, index) => ({
    index,
    width: widths[index % widths.length],
  }));
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t('page.loading')}</span>
      <p className={`-mt-5 h-5 text-s text-faint ${isLong ? '' : 'invisible'}`}>{t('page.loadingLong')}</p>
      {lines.map(({ index, width }) => (
        <div key={index} className="flex h-12 items-center border-b border-hair">
          <div className={`h-2.5 max-w-full bg-wash ${width}`} />
        </div>
      ))}
    </div>
  );
}
