/**
 * All datasets, newest first.
 */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { datasetsQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { Button } from '../layout/button.tsx';
import { EmptyNote } from '../layout/empty-note.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { SearchField } from '../layout/search-field.tsx';
import { useMessages } from '../messages/messages.ts';
import { DatasetTable } from './dataset-table.tsx';

const pageSize = 100;

/** The page of datasets. */
export function DatasetsPage(): ReactNode {
  const { t } = useMessages();
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const asked = useDeferredValue(search);
  const { data, error, refetch } = useQuery(datasetsQuery(asked, limit));
  const isEmpty = data?.artifacts.length === 0;
  return (
    <>
      <PageTitle title={t('nav.datasets')} answers={t('data.answers')} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={8} /> : null}
      {isEmpty && asked === '' ? (
        <EmptyNote command="npx slipway data run ./my-documents">{t('data.empty')}</EmptyNote>
      ) : null}
      {data && !(isEmpty && asked === '') ? (
        <>
          <div className="mb-4 flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
            <SearchField value={search} label={t('data.search')} onChange={setSearch} />
            <p role="status" className="figures text-s text-faint">
              {t('page.shown', {
                shown: formatCount(data.artifacts.length),
                total: formatCount(data.numTotal),
              })}
            </p>
          </div>
          {isEmpty ? (
            <EmptyNote>{t('page.noneFound', { search: asked })}</EmptyNote>
          ) : (
            <DatasetTable datasets={data.artifacts} />
          )}
          {data.artifacts.length < data.numTotal && limit < maxLimit ? (
            <Button className="mt-5" onClick={() => setLimit(Math.min(maxLimit, limit + pageSize))}>
              {t('page.more')}
            </Button>
          ) : null}
        </>
      ) : null}
    </>
  );
}

/** As many as the API lists at once. */
const maxLimit = 1000;
