/**
 * The tour: one line from the documents to the water, a station for each step, and the conversation at its end.
 * Invariant: shows only what the summary and the run's events say.
 */
import type { TourSummary } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { runQuery, tourQuery } from '../api/queries.ts';
import { useRunLive } from '../api/use-run-live.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { useMessages } from '../messages/messages.ts';
import { Afloat } from './afloat.tsx';
import { LiveWords } from './live-words.tsx';
import { NoTour } from './no-tour.tsx';
import { StationRow } from './station-row.tsx';
import { makeStations } from './stations.ts';
import { TourAction, TourState } from './tour-state.tsx';
import { useCancelTour, useStartTour } from './use-start-tour.ts';
import { Waterline } from './waterline.tsx';
import './tour.css';

/** The first page of the studio. */
export function TourPage(): ReactNode {
  const { t } = useMessages();
  const { data, error, refetch } = useQuery(tourQuery);
  const summary = data?.summary ?? undefined;
  const start = useStartTour();
  const cancel = useCancelTour();
  return (
    <>
      <PageTitle
        title={t('nav.tour')}
        answers={summary ? <TourState summary={summary} /> : t('tour.answers')}
        action={summary ? <TourAction summary={summary} start={start} cancel={cancel} /> : undefined}
        error={summary?.state === 'running' ? cancel.error : start.error}
      />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading numLines={8} /> : null}
      {data && !summary ? <NoTour start={start} /> : null}
      {summary ? <Slipway summary={summary} /> : null}
    </>
  );
}

function Slipway({ summary }: { summary: TourSummary }): ReactNode {
  const { t } = useMessages();
  const isRunning = summary.state === 'running';
  const { data: run } = useQuery(runQuery(summary.runId));
  const live = useRunLive(isRunning ? summary.runId : undefined);
  const stations = useMemo(() => makeStations(summary, run), [summary, run]);
  const isAfloat = stations.at(-1)?.state === 'done';
  return (
    <>
      <ol aria-label={t('tour.line')} className="max-w-[76rem]">
        {stations.map((station) => (
          <StationRow key={station.name} station={station} summary={summary} live={live} run={run} />
        ))}
      </ol>
      {isRunning ? <LiveWords stations={stations} live={live} run={run} /> : null}
      {isAfloat || isRunning ? <Waterline isAfloat={isAfloat} /> : null}
      {isAfloat ? <Afloat summary={summary} /> : null}
    </>
  );
}
