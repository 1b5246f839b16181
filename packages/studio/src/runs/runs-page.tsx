/**
 * All runs, newest first.
 */
import type { RunSummary } from '@slipway/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { runsQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { Button } from '../layout/button.tsx';
import { EmptyNote } from '../layout/empty-note.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { SearchField } from '../layout/search-field.tsx';
import { type Messages, useMessages } from '../messages/messages.ts';
import { RunTable } from './run-table.tsx';
import { runTitle } from './run-title.ts';

function isMatch(run: RunSummary, search: string, messages: Messages): boolean {
  return `${run.recipe} ${runTitle(run, messages)} ${run.id} ${messages.t(`state.${run.state}`)}`
    .toLowerCase()
    .includes(search.toLowerCase());
}

/** The page of runs: a searchable table that grows on demand. */
export function RunsPage(): ReactNode {
  const messages = useMessages();
  const { t } = messages;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(runsQuery);
  const [search, setSearch] = useState('');
  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs) ?? [], [data]);
  const found = search === '' ? runs : runs.filter((run) => isMatch(run, search, messages));
  const numTotal = data?.pages[0]?.numTotal ?? 0;
  return (
    <>
      <PageTitle title={t('nav.runs')} answers={t('runs.answers')} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={10} /> : null}
      {data && runs.length === 0 ? (
        <EmptyNote command="npx slipway run recipe.ts">{t('runs.empty')}</EmptyNote>
      ) : null}
      {runs.length > 0 ? (
        <>
          <div className="mb-4 flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
            <SearchField value={search} label={t('runs.search')} onChange={setSearch} />
            <p role="status" className="figures text-s text-faint">
              {t('page.shown', { shown: formatCount(found.length), total: formatCount(numTotal) })}
            </p>
          </div>
          {found.length > 0 ? (
            <RunTable runs={found} />
          ) : (
            <EmptyNote>{t('page.noneFound', { search })}</EmptyNote>
          )}
          {hasNextPage ? (
            <Button className="mt-5" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('page.more')}
            </Button>
          ) : null}
        </>
      ) : null}
    </>
  );
}
