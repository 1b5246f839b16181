/**
 * A cited passage in its document: the clean text as the dataset holds it, its Markdown drawn, the passage marked and scrolled to.
 * Invariant: what is marked is drawn from exactly the slice that the citation names.
 */
import type { Citation } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { documentQuery } from '../api/queries.ts';
import { Button } from '../layout/button.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { Reference } from '../layout/reference.tsx';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useMessages } from '../messages/messages.ts';

export interface PassageDialogProps {
  dataset: string;
  citation: Citation;
  onClose: () => void;
}

/** The reader of one passage, a sheet at the right edge. */
export function PassageDialog({ dataset, citation, onClose }: PassageDialogProps): ReactNode {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      aria-labelledby="passage-title"
      className="ms-auto h-dvh max-h-none w-[min(46rem,100vw)] max-w-none border-s border-hair bg-paper"
    >
      <div className="flex h-full flex-col">
        <header className="flex items-start justify-between gap-6 border-b border-hair px-6 py-4">
          <div className="min-w-0">
            <h2 id="passage-title" className="text-l font-strong break-words">
              <bdi>{citation.title}</bdi>
            </h2>
            <p className="text-s break-all text-faint">
              <bdi>{citation.documentPath}</bdi>
            </p>
            <p className="mt-0.5 flex flex-wrap items-baseline gap-x-4">
              <Reference value={citation.document} />
              <Link
                to="/lineage"
                search={{ of: citation.document, direction: 'down' }}
                className="link text-s"
              >
                {t('chat.documentLineage')}
              </Link>
            </p>
          </div>
          <Button onClick={() => dialog.current?.close()}>{t('action.close')}</Button>
        </header>
        <DocumentText dataset={dataset} citation={citation} />
      </div>
    </dialog>
  );
}

function DocumentText({ dataset, citation }: { dataset: string; citation: Citation }): ReactNode {
  const { t } = useMessages();
  const { data, error, refetch } = useQuery(documentQuery(dataset, citation.document));
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    if (data) mark.current?.scrollIntoView({ block: 'nearest' });
  }, [data]);
  const { start, end } = citation;
  return (
    <ScrollRegion className="min-h-0 flex-1 overflow-y-auto px-6 py-5" label={t('chat.documentText')}>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={12} /> : null}
      {data ? (
        <div className="space-y-3 text-s" dir="auto">
          <div className="space-y-3 text-faint">
            <Markdown text={data.text.slice(0, start)} />
          </div>
          <section
            ref={mark}
            aria-label={t('chat.passage')}
            className="-mx-3 scroll-my-16 space-y-3 border-s-2 border-ink bg-mark px-3 py-2 text-ink"
          >
            <Markdown text={data.text.slice(start, end)} />
          </section>
          <div className="space-y-3 text-faint">
            <Markdown text={data.text.slice(end)} />
          </div>
        </div>
      ) : null}
    </ScrollRegion>
  );
}
