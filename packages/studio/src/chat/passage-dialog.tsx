/**
 * A cited passage in its document: the clean text as the dataset holds it, its Markdown drawn, the passage marked and scrolled to.
 * Invariant: what is marked is drawn from exactly the slice that the citation names.
 */
import type { Citation } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { documentQuery } from '../api/queries.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { Reference } from '../layout/reference.tsx';
import { SideSheet } from '../layout/side-sheet.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useMessages } from '../messages/messages.ts';

export interface PassageDialogProps {
  dataset: string;
  citation: Citation;
  onClose: () => void;
}

/** The reader of one passage. */
export function PassageDialog({ dataset, citation, onClose }: PassageDialogProps): ReactNode {
  const { t } = useMessages();
  return (
    <SideSheet
      title={citation.title}
      facts={<Source citation={citation} />}
      label={t('chat.documentText')}
      onClose={onClose}
    >
      <DocumentText dataset={dataset} citation={citation} />
    </SideSheet>
  );
}

/** Where the document is from, and a way to what became of it. */
function Source({ citation }: { citation: Citation }): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <p className="text-s break-all text-faint">
        <bdi>{citation.documentPath}</bdi>
      </p>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-4">
        <Reference value={citation.document} />
        <Link to="/lineage" search={{ of: citation.document, direction: 'down' }} className="link text-s">
          {t('chat.documentLineage')}
        </Link>
      </p>
    </>
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
    <>
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
    </>
  );
}
