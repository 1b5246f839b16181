/**
 * What an error says, in the reader's language: on Chinese pages the sentence of its code, and beneath it the error's own words.
 * Invariant: what is English is marked as English.
 */
import { wordErrorInChinese } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

export interface ErrorWordsProps {
  error: { code: string; message: string; hint?: string | undefined };
  /** Where it happened, where that is not plain from the place on the page. */
  where?: string | undefined;
}

/** Two or three lines: what happened, what to do, and on Chinese pages the English original. */
export function ErrorWords({ error, where }: ErrorWordsProps): ReactNode {
  const { language } = useMessages();
  const chinese = language === 'zh' ? wordErrorInChinese(error.code) : undefined;
  const place = where === undefined ? '' : `${where}: `;
  const own = (
    <>
      {error.message}
      {error.hint === undefined ? '' : `. ${error.hint}`}
    </>
  );
  if (chinese) {
    return (
      <>
        <p className="font-strong text-ink">
          {place}
          {chinese.message}
        </p>
        {chinese.hint === undefined ? null : <p className="mt-1">{chinese.hint}</p>}
        <p lang="en" className="mt-1 text-s text-faint">
          {own}
        </p>
      </>
    );
  }
  return (
    <>
      <p className="font-strong text-ink">
        {place}
        <span lang="en">{error.message}</span>
      </p>
      {error.hint === undefined ? null : (
        <p lang="en" className="mt-1">
          {error.hint}
        </p>
      )}
    </>
  );
}
