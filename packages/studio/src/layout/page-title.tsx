/**
 * The title line: the page's word, what the page answers, and its one primary action; under it why that action failed.
 */
import { type ReactNode, useEffect } from 'react';
import { ErrorNote } from './error-note.tsx';

export interface PageTitleProps {
  title: string;
  answers?: ReactNode;
  action?: ReactNode;
  /** Why the action failed, where it did. */
  error?: unknown;
}

/** A page's heading; also names the browser's tab. */
export function PageTitle({ title, answers, action, error }: PageTitleProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Slipway`;
  }, [title]);
  return (
    <header className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4 md:mb-10">
      <div className="min-w-0 max-w-[46rem]">
        <h1 className="text-xl font-strong tracking-[-0.018em] break-words" tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        {answers === undefined ? null : <p className="mt-1 text-m text-faint">{answers}</p>}
      </div>
      {action}
      {error ? (
        <div className="w-full">
          <ErrorNote error={error} />
        </div>
      ) : null}
    </header>
  );
}
