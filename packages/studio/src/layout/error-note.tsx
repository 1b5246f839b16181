/**
 * What went wrong, in the words of whoever knows: what happened, where, and the one thing to do.
 * Invariant: an error without a session becomes the way to get one.
 */
import { toErrorData } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';
import { ErrorWords } from './error-words.tsx';

export interface ErrorNoteProps {
  error: unknown;
  /** Where it happened, where that is not plain from the place on the page. */
  where?: string;
  onRetry?: () => void;
}

/** An error as a reader can use it; takes anything thrown, or error data. */
export function ErrorNote({ error, where, onRetry }: ErrorNoteProps): ReactNode {
  const { t } = useMessages();
  const data = isErrorData(error) ? error : toErrorData(error);
  if (data.code === 'session-required') return <SessionNote />;
  return (
    <div role="alert" className="max-w-[72ch] border-s-2 border-signal ps-4 text-m">
      <ErrorWords error={data} where={where} />
      <p className="mt-1 font-mono text-xs text-faint">{data.code}</p>
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      ) : null}
    </div>
  );
}

function isErrorData(value: unknown): value is { code: string; message: string; hint?: string } {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && 'code' in value;
}

/**
 * How to get into the studio: it opens by a one-time link and has no password.
 * @param isSpent a link was opened and did not work any more
 */
export function SessionNote({ isSpent = false }: { isSpent?: boolean }): ReactNode {
  const { t } = useMessages();
  return (
    <section className="max-w-[60ch]">
      <h2 className="text-l font-strong">{isSpent ? t('session.spent') : t('session.title')}</h2>
      <p className="mt-2">{isSpent ? t('session.spentNote') : t('session.explanation')}</p>
      <pre className="mt-4 border-y border-hair py-3 font-mono text-s">
        <code>npx slipway link</code>
      </pre>
    </section>
  );
}
