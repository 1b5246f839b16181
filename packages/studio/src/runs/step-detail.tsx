/**
 * One step of a run: what it does, how far it is or what it waits for, what went wrong, its attempts, its log.
 */
import type { Attempt, Run, StepStatus } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { RunLive } from '../api/run-live.ts';
import { LossCurve } from '../charts/loss-curve.tsx';
import { formatInstant } from '../format/instant.ts';
import { formatDuration } from '../format/quantity.ts';
import { formatSentence } from '../format/sentence.ts';
import { ConnectionLine } from '../layout/connection-line.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { ErrorWords } from '../layout/error-words.tsx';
import { type FactRow, Facts } from '../layout/facts.tsx';
import { ProgressLine } from '../layout/progress-line.tsx';
import { Reference } from '../layout/reference.tsx';
import { StateMark } from '../layout/state-mark.tsx';
import { useMessages } from '../messages/messages.ts';
import { LogViewer } from './log-viewer.tsx';
import { WaitReason } from './wait-reason.tsx';

export interface StepDetailProps {
  run: Run;
  step: StepStatus;
  live: RunLive;
}

/** The detail of a step. */
export function StepDetail({ run, step, live }: StepDetailProps): ReactNode {
  const { t, word } = useMessages();
  const progress = step.state === 'running' ? (live.progress[step.name] ?? step.progress) : undefined;
  const attempts = run.attempts.filter((attempt) => attempt.step === step.name);
  const numTasks = new Set(attempts.map(({ task }) => task)).size;
  const curve = live.curves[`${step.name}/loss`];
  const warnings = live.warnings.filter((warning) => warning.step === step.name);
  const losses = useMemo(() => curve?.map(({ at, value }) => ({ step: at, loss: value })) ?? [], [curve]);
  return (
    <section aria-labelledby="step-title" className="min-w-0 space-y-8">
      <div>
        <h2 id="step-title" className="text-l font-strong">
          {word('step', step.name)}
        </h2>
        <p className="text-xs text-faint">
          {t('runs.stepName')} <code className="font-mono text-ink">{step.name}</code>
        </p>
        <div className="mt-3">
          <StepFacts step={step} />
        </div>
      </div>
      <ConnectionLine isLost={live.connection === 'lost'} />
      {step.error ? <ErrorNote error={step.error} /> : null}
      {warnings.length > 0 ? <Warnings warnings={warnings} /> : null}
      {progress ? <ProgressLine progress={progress} label={word('step', step.name)} /> : null}
      {losses.length > 1 ? (
        <LossCurve losses={losses} numSteps={progress?.unit === 'steps' ? progress.total : undefined} />
      ) : null}
      {attempts.length > 0 ? (
        <div>
          <h3 className="text-s font-strong">{t('runs.attempts')}</h3>
          <ul className="mt-1">
            {attempts.map((attempt) => (
              <AttemptRow
                key={attempt.id}
                attempt={attempt}
                isOneOfTasks={numTasks > 1}
                isToldAbove={isSameError(attempt.error, step.error)}
              />
            ))}
          </ul>
        </div>
      ) : null}
      {attempts.length > 0 ? <LogViewer runId={run.id} step={step.name} /> : null}
    </section>
  );
}

/** What a step warned of, each once; in English where no Chinese was given. */
function Warnings({ warnings }: { warnings: RunLive['warnings'] }): ReactNode {
  const { t, language } = useMessages();
  const told = new Map(
    warnings.map(({ message, chinese }) => [message, language === 'zh' ? chinese : message]),
  );
  return (
    <div>
      <h3 className="text-s font-strong">{t('runs.warnings')}</h3>
      <ul className="mt-1 max-w-[72ch] text-s">
        {[...told].map(([message, text]) => (
          <li
            key={message}
            lang={text === undefined ? 'en' : undefined}
            className="border-b border-hair py-1.5"
          >
            {text ?? message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function StepFacts({ step }: { step: StepStatus }): ReactNode {
  const { t, word, language } = useMessages();
  const outputs = Object.entries(step.outputs);
  const rows: FactRow[] = [
    [
      t('runs.stage'),
      <span key="stage">
        <code className="font-mono text-xs">{step.stage}</code>
        {` · ${t('runs.version', { version: step.stageVersion })}`}
      </span>,
    ],
    ...(step.after.length > 0
      ? ([
          [t('runs.after'), step.after.map((each) => word('step', each)).join(t('page.listSeparator'))],
        ] satisfies FactRow[])
      : []),
    ...(step.waitingFor
      ? ([[t('runs.waitsBecause'), <WaitReason key="wait" reason={step.waitingFor} />]] satisfies FactRow[])
      : []),
    ...(step.startedAt
      ? ([[t('runs.started'), formatInstant(step.startedAt, language)]] satisfies FactRow[])
      : []),
    ...(step.plan
      ? ([
          [
            t('runs.estimate'),
            `${formatDuration(step.plan.estimate.durationMs, language)} · ${formatSentence(step.plan.estimate.basis[language], language)}`,
          ],
        ] satisfies FactRow[])
      : []),
    ...outputs.map(
      ([name, digest]): FactRow => [
        t('runs.made', { output: word('kind', name) }),
        <span key={digest} className="flex flex-wrap items-baseline gap-x-4">
          <Reference value={digest} />
          <Link to="/lineage" search={{ of: digest, direction: 'up' }} className="link text-s">
            {t('nav.lineage')}
          </Link>
          {name === 'dataset' ? (
            <Link to="/datasets/$digest" params={{ digest }} className="link text-s">
              {t('data.open')}
            </Link>
          ) : null}
        </span>,
      ],
    ),
  ];
  return <Facts rows={rows} />;
}

const isSameError = (one: Attempt['error'], other: Attempt['error']) =>
  one?.code === other?.code && one?.message === other?.message;

interface AttemptRowProps {
  attempt: Attempt;
  /** The step has other tasks beside this attempt's, so that its name says something. */
  isOneOfTasks: boolean;
  /** Its error is the one that the step itself shows. */
  isToldAbove: boolean;
}

function AttemptRow({ attempt, isOneOfTasks, isToldAbove }: AttemptRowProps): ReactNode {
  const { t, word, language } = useMessages();
  const tookMs = attempt.endedAt ? Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt) : undefined;
  return (
    <li className="border-b border-hair py-2 text-s">
      <div className="figures flex flex-wrap items-baseline gap-x-5">
        <span className="w-24">
          <StateMark state={attempt.state} />
        </span>
        <span>
          {t('runs.attempt', { number: attempt.number })}
          {isOneOfTasks ? <code className="ps-3 font-mono text-xs">{attempt.task}</code> : null}
        </span>
        <span className="text-faint">{word('launcher', attempt.launcher)}</span>
        {tookMs === undefined ? null : <span className="text-faint">{formatDuration(tookMs, language)}</span>}
        <Reference value={attempt.id} />
      </div>
      {attempt.error && !isToldAbove ? (
        <div className="mt-1 max-w-[72ch]">
          <ErrorWords error={attempt.error} />
        </div>
      ) : null}
    </li>
  );
}
