/**
 * One step of a run: what it does, how far it is, what went wrong, its attempts, its log.
 */
import type { Attempt, Run, StepStatus } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { RunLive } from '../api/run-live.ts';
import { LossCurve } from '../charts/loss-curve.tsx';
import { formatInstant } from '../format/instant.ts';
import { formatDuration } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { type FactRow, Facts } from '../layout/facts.tsx';
import { ProgressLine } from '../layout/progress-line.tsx';
import { Reference } from '../layout/reference.tsx';
import { StateMark } from '../layout/state-mark.tsx';
import { useMessages } from '../messages/messages.ts';
import { LogViewer } from './log-viewer.tsx';

export interface StepDetailProps {
  run: Run;
  step: StepStatus;
  live: RunLive;
}

/** The detail of a step. */
export function StepDetail({ run, step, live }: StepDetailProps): ReactNode {
  const { t } = useMessages();
  const progress = step.state === 'running' ? (live.progress[step.name] ?? step.progress) : undefined;
  const attempts = run.attempts.filter((attempt) => attempt.step === step.name);
  const curve = live.curves[`${step.name}/loss`];
  const losses = useMemo(() => curve?.map(({ at, value }) => ({ step: at, loss: value })) ?? [], [curve]);
  return (
    <section aria-labelledby="step-title" className="min-w-0 space-y-8">
      <div>
        <h2 id="step-title" className="text-l font-strong">
          {step.name}
        </h2>
        <div className="mt-3">
          <StepFacts step={step} />
        </div>
      </div>
      {step.error ? <ErrorNote error={step.error} /> : null}
      {progress ? <ProgressLine progress={progress} label={step.name} /> : null}
      {losses.length > 1 ? (
        <LossCurve losses={losses} numSteps={progress?.unit === 'steps' ? progress.total : undefined} />
      ) : null}
      {attempts.length > 0 ? (
        <div>
          <h3 className="text-s font-strong">{t('runs.attempts')}</h3>
          <ul className="mt-1">
            {attempts.map((attempt) => (
              <AttemptRow key={attempt.id} attempt={attempt} />
            ))}
          </ul>
        </div>
      ) : null}
      {attempts.length > 0 ? <LogViewer runId={run.id} step={step.name} /> : null}
    </section>
  );
}

function StepFacts({ step }: { step: StepStatus }): ReactNode {
  const { t, language } = useMessages();
  const outputs = Object.entries(step.outputs);
  const rows: FactRow[] = [
    [t('runs.stage'), `${step.stage} ${step.stageVersion}`],
    ...(step.after.length > 0
      ? ([[t('runs.after'), step.after.join(t('page.listSeparator'))]] satisfies FactRow[])
      : []),
    ...(step.startedAt
      ? ([[t('runs.started'), formatInstant(step.startedAt, language)]] satisfies FactRow[])
      : []),
    ...(step.plan
      ? ([
          [
            t('runs.estimate'),
            `${formatDuration(step.plan.estimate.durationMs, language)} · ${step.plan.estimate.basis}`,
          ],
        ] satisfies FactRow[])
      : []),
    ...outputs.map(
      ([name, digest]): FactRow => [
        t('runs.made', { output: name }),
        <span key={digest} className="flex flex-wrap items-baseline gap-x-4">
          <Reference value={digest} />
          <Link to="/lineage" search={{ of: digest, direction: 'up' }} className="link text-s">
            {t('nav.lineage')}
          </Link>
        </span>,
      ],
    ),
  ];
  return <Facts rows={rows} />;
}

function AttemptRow({ attempt }: { attempt: Attempt }): ReactNode {
  const { t, language } = useMessages();
  const tookMs = attempt.endedAt ? Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt) : undefined;
  return (
    <li className="border-b border-hair py-2 text-s">
      <div className="figures flex flex-wrap items-baseline gap-x-5">
        <span className="w-24">
          <StateMark state={attempt.state} />
        </span>
        <span>{t('runs.attempt', { number: attempt.number, task: attempt.task })}</span>
        <span className="text-faint">{attempt.launcher}</span>
        {tookMs === undefined ? null : <span className="text-faint">{formatDuration(tookMs, language)}</span>}
        <Reference value={attempt.id} />
      </div>
      {attempt.error ? (
        <p className="mt-1 text-faint">
          {attempt.error.message}. {attempt.error.hint}
        </p>
      ) : null}
    </li>
  );
}
