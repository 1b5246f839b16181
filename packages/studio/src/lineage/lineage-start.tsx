/**
 * Where a walk can begin: the tour's answer, and everything that was made, newest first.
 */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useDeferredValue } from 'react';
import { artifactsQuery, tourQuery } from '../api/queries.ts';
import { formatInstant } from '../format/instant.ts';
import { EmptyNote } from '../layout/empty-note.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { Reference } from '../layout/reference.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';

/** A list of beginnings, narrowed by the search. */
export function LineageStart({ search }: { search: string }): ReactNode {
  const { t, word, language } = useMessages();
  const { data, error, refetch } = useQuery(artifactsQuery(useDeferredValue(search)));
  const { data: tour } = useQuery(tourQuery);
  const onKeyDown = useListKeys('a');
  const answer = tour?.summary?.answer;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading numLines={8} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move between the links within
    <div onKeyDown={onKeyDown}>
      {answer && search === '' ? (
        <p className="mb-6">
          <Link to="/lineage" search={{ of: answer.id, direction: 'up' }} className="link text-l">
            {t('lineage.fromAnswer')}
          </Link>
          <span className="block text-s text-faint" dir="auto">
            {answer.question}
          </span>
        </p>
      ) : null}
      {data.artifacts.length === 0 ? (
        <EmptyNote>{search === '' ? t('lineage.empty') : t('lineage.noneFound')}</EmptyNote>
      ) : (
        <ul className="max-w-[60rem] border-t border-hair">
          {data.artifacts.map((artifact) => (
            <li
              key={artifact.digest}
              className="relative grid grid-cols-[6rem_minmax(0,1fr)_auto] items-baseline gap-x-5 border-b border-hair py-2 text-s hover:bg-wash"
            >
              <span className="text-faint">
                {word('kind', artifact.kind) === artifact.name ? '' : word('kind', artifact.kind)}
              </span>
              <Link
                to="/lineage"
                search={{ of: artifact.digest, direction: 'up' }}
                className="min-w-0 truncate text-m after:absolute after:inset-0"
              >
                <bdi>{artifact.name}</bdi>
              </Link>
              <span className="figures relative flex gap-5 text-faint">
                <span className="max-md:hidden">{formatInstant(artifact.createdAt, language)}</span>
                <Reference value={artifact.digest} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
