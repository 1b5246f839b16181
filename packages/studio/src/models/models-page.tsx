/**
 * Models with their proofs, licences and deployments, and the starters that can be pulled.
 */
import type { ModelListing } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { modelsQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { Button } from '../layout/button.tsx';
import { EmptyNote } from '../layout/empty-note.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { SearchField } from '../layout/search-field.tsx';
import { useMessages } from '../messages/messages.ts';
import { ModelTable } from './model-table.tsx';
import { StarterTable } from './starter-table.tsx';

const pageSize = 100;

/** The page of models. */
export function ModelsPage(): ReactNode {
  const { t } = useMessages();
  const { data, error, refetch } = useQuery(modelsQuery);
  return (
    <>
      <PageTitle title={t('nav.models')} answers={t('models.answers')} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={8} /> : null}
      {data ? (
        <div className="space-y-16">
          {data.models.length === 0 ? (
            <EmptyNote command="npx slipway pull smollm2-135m-instruct">{t('models.empty')}</EmptyNote>
          ) : (
            <Models models={data.models} />
          )}
          {data.starters.length > 0 ? (
            <section aria-labelledby="starters-title">
              <h2 id="starters-title" className="text-l font-strong">
                {t('models.starters')}
              </h2>
              <p className="mt-1 mb-3 text-s text-faint">{t('models.startersNote')}</p>
              <StarterTable starters={data.starters} />
            </section>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function Models({ models }: { models: readonly ModelListing[] }): ReactNode {
  const { t } = useMessages();
  const [search, setSearch] = useState('');
  const [numShown, setNumShown] = useState(pageSize);
  const found = models.filter(({ artifact, deployments }) =>
    `${artifact.name} ${artifact.digest} ${deployments.map(({ alias }) => alias).join(' ')}`
      .toLowerCase()
      .includes(search.toLowerCase()),
  );
  const shown = found.slice(0, numShown);
  return (
    <div>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
        <SearchField value={search} label={t('models.search')} onChange={setSearch} />
        <p role="status" className="figures text-s text-faint">
          {t('page.shown', { shown: formatCount(shown.length), total: formatCount(models.length) })}
        </p>
      </div>
      {shown.length > 0 ? (
        <ModelTable models={shown} />
      ) : (
        <EmptyNote>{t('page.noneFound', { search })}</EmptyNote>
      )}
      <UseHint models={models} />
      {shown.length < found.length ? (
        <Button className="mt-5" onClick={() => setNumShown(numShown + pageSize)}>
          {t('page.more')}
        </Button>
      ) : null}
    </div>
  );
}

/** How a model goes into service, and how the one that serves is asked. */
function UseHint({ models }: { models: readonly ModelListing[] }): ReactNode {
  const { t } = useMessages();
  const serving = models.flatMap(({ deployments }) => deployments).find(({ state }) => state === 'serving');
  return (
    <p className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-s text-faint">
      {serving ? (
        <span>
          {t('models.toAsk')}{' '}
          <code className="font-mono text-xs text-ink">npx slipway chat {serving.alias}</code>
        </span>
      ) : null}
      <span>
        {t('models.toServe')}{' '}
        <code className="font-mono text-xs text-ink whitespace-nowrap">
          npx slipway deploy DIGEST --alias NAME
        </code>
      </span>
    </p>
  );
}
