/**
 * One run: its steps with their states, and beside them the chosen step with progress, attempts and log.
 */
import type { Run } from '@slipway/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { runQuery } from '../api/queries.ts';
import { useRunLive } from '../api/use-run-live.ts';
import { formatInstant } from '../format/instant.ts';
import { formatDuration } from '../format/quantity.ts';
import { Button } from '../layout/button.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { Loading } from '../layout/loading.tsx';
import { isNoSuch, NoSuch } from '../layout/no-such.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Reference } from '../layout/reference.tsx';
import { StateMark } from '../layout/state-mark.tsx';
import { useMessages } from '../messages/messages.ts';
import { runTitle } from './run-title.ts';
import { StepDetail } from './step-detail.tsx';
import { StepList } from './step-list.tsx';

/** The page of one run. */
export function RunPage(): ReactNode {
  const messages = useMessages();
  const { t } = messages;
  const { id } = useParams({ from: '/runs/$id' });
  const { data: run, error, refetch } = useQuery(runQuery(id));
  const cache = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => client.cancelRun({ params: { id } }),
    onSuccess: () => cache.invalidateQueries(),
  });
  if (isNoSuch(error)) return <NoSuch what="run" id={id} />;
  return (
    <>
      <PageTitle
        title={run ? runTitle(run, messages) : t('runs.run')}
        answers={run ? <RunState run={run} /> : undefined}
        action={
          run?.state === 'running' ? (
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('runs.cancel')}
            </Button>
          ) : undefined
        }
        error={cancel.error}
      />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!run && !error ? <Loading numLines={10} /> : null}
      {run ? <Steps run={run} /> : null}
    </>
  );
}

function RunState({ run }: { run: Run }): ReactNode {
  const { t, language } = useMessages();
  const numReused = run.steps.filter(({ state }) => state === 'reused').length;
  const tookMs = run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.createdAt) : undefined;
  return (
    <span className="figures flex flex-wrap items-baseline gap-x-4">
      <StateMark state={run.state} />
      <span>{formatInstant(run.createdAt, language)}</span>
      {tookMs === undefined ? null : <span>{formatDuration(tookMs, language)}</span>}
      <span>{t('runs.stepsDone', { done: run.numStepsDone, steps: run.numSteps })}</span>
      {numReused > 0 ? (
        <span>
          {numReused === run.numSteps
            ? t('tour.state.allReused')
            : t('runs.stepsReused', { count: numReused })}
        </span>
      ) : null}
      <Reference value={run.id} />
    </span>
  );
}

/** Of a step's detail as much has to be in sight when it is chosen. */
const leastSeenPixels = 160;

function Steps({ run }: { run: Run }): ReactNode {
  const live = useRunLive(run.id);
  const [chosen, setChosen] = useState<string>();
  const detail = useRef<HTMLDivElement>(null);
  const choose = (step: string) => {
    setChosen(step);
    // On narrow windows the detail stands beneath the list, where who chose would not see it.
    if ((detail.current?.getBoundingClientRect().top ?? 0) > innerHeight - leastSeenPixels)
      detail.current?.scrollIntoView();
  };
  const standing =
    run.steps.find(({ name }) => name === chosen) ??
    run.steps.find(({ state }) => state === 'failed') ??
    run.steps.find(({ state }) => state === 'running') ??
    run.steps.find(({ waitingFor }) => waitingFor !== undefined) ??
    run.steps.at(-1);
  return (
    <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(18rem,24rem)_minmax(0,1fr)]">
      <StepList run={run} live={live} chosen={standing?.name} onChoose={choose} />
      {standing ? (
        <div ref={detail} className="min-w-0 scroll-mt-6">
          <StepDetail key={standing.name} run={run} step={standing} live={live} />
        </div>
      ) : null}
    </div>
  );
}
