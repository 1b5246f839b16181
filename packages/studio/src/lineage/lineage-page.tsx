/**
 * Lineage: from an answer up to its documents, from a document down to the answers.
 * Invariant: what is looked at stands in the address, so that a walk can be shared and gone back.
 */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { traceQuery } from '../api/queries.ts';
import { formatCount } from '../format/count.ts';
import { ChoiceRow } from '../layout/choice-row.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { SearchField } from '../layout/search-field.tsx';
import { useMessages } from '../messages/messages.ts';
import { LineageGraph } from './lineage-graph.tsx';
import { LineageList } from './lineage-list.tsx';
import { LineageStart } from './lineage-start.tsx';
import { NodeDetail } from './node-detail.tsx';
import { isUnresolved, Unresolved } from './unresolved.tsx';

/** The page of lineage. */
export function LineagePage(): ReactNode {
  const { t } = useMessages();
  const { of, direction = 'up', view } = useSearch({ from: '/lineage' });
  const navigate = useNavigate();
  const [search, setSearch] = useState(() => (of && !/^(?:sha256:|[a-z]{3}_)/.test(of) ? of : ''));
  // What was asked for stays in the field; once something else is looked at it goes.
  useEffect(() => {
    if (of) setSearch((before) => (before.trim() === of ? before : ''));
  }, [of]);
  const shownView = view ?? (window.matchMedia('(min-width: 52rem)').matches ? 'graph' : 'list');
  const isSearching = !of || (search !== '' && search.trim() !== of);
  return (
    <>
      <PageTitle title={t('nav.lineage')} answers={t('lineage.answers')} />
      <div className="mb-6 flex flex-wrap items-center gap-x-8 gap-y-3">
        <SearchField
          value={search}
          label={t('lineage.search')}
          onChange={setSearch}
          onSubmit={() =>
            search.trim() !== '' &&
            void navigate({ to: '/lineage', search: { of: search.trim(), direction } })
          }
        />
        {isSearching ? null : (
          <>
            <ChoiceRow
              label={t('lineage.direction')}
              choices={[
                ['up', t('lineage.up')],
                ['down', t('lineage.down')],
              ]}
              chosen={[direction]}
              onChoose={(next) =>
                void navigate({ to: '/lineage', search: { of, direction: next, ...(view ? { view } : {}) } })
              }
            />
            <ChoiceRow
              label={t('lineage.view')}
              choices={[
                ['graph', t('lineage.asGraph')],
                ['list', t('lineage.asList')],
              ]}
              chosen={[shownView]}
              onChoose={(next) =>
                void navigate({ to: '/lineage', search: { of, direction, view: next }, replace: true })
              }
            />
          </>
        )}
      </div>
      {isSearching || !of ? (
        <LineageStart search={search} />
      ) : (
        <Walk key={`${of} ${direction}`} of={of} direction={direction} view={shownView} />
      )}
    </>
  );
}

function Walk({
  of,
  direction,
  view,
}: {
  of: string;
  direction: 'up' | 'down';
  view: 'graph' | 'list';
}): ReactNode {
  const { t } = useMessages();
  const { data, error, refetch } = useQuery(traceQuery(of, direction));
  const [chosen, setChosen] = useState<string>();
  if (error && isUnresolved(error)) return <Unresolved of={of} direction={direction} error={error} />;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading numLines={10} />;
  const node =
    data.nodes.find(({ reference }) => reference === chosen) ??
    data.nodes.find(({ reference }) => reference === data.root);
  const View = view === 'graph' ? LineageGraph : LineageList;
  return (
    <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="min-w-0">
        <View trace={data} chosen={node?.reference ?? data.root} onChoose={setChosen} />
        {data.numLeftOut > 0 ? (
          <p className="mt-2 text-s text-faint">
            {t('lineage.leftOut', { nodes: formatCount(data.numLeftOut) })}
          </p>
        ) : null}
      </div>
      {node ? <NodeDetail trace={data} node={node} onChoose={setChosen} /> : null}
    </div>
  );
}
