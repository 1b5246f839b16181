/**
 * The steps of a run in their order, one of them chosen.
 */
import type { Run, StepStatus } from '@slipway/contracts';
import type { ReactNode } from 'react';
import type { RunLive } from '../api/run-live.ts';
import { formatDuration } from '../format/quantity.ts';
import { StateMark } from '../layout/state-mark.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';

export interface StepListProps {
  run: Run;
  live: RunLive;
  chosen: string | undefined;
  onChoose: (step: string) => void;
}

/** A list of steps; arrow keys walk it. */
export function StepList({ run, live, chosen, onChoose }: StepListProps): ReactNode {
  const { t, word } = useMessages();
  const onKeyDown = useListKeys('button');
  return (
    <ol aria-label={t('runs.steps')} onKeyDown={onKeyDown} className="self-start">
      {run.steps.map((step) => (
        <li key={step.name} className="border-b border-hair">
          <button
            type="button"
            aria-current={step.name === chosen ? 'step' : undefined}
            onClick={() => onChoose(step.name)}
            className="flex min-h-10 w-full items-baseline gap-4 py-2 text-start hover:bg-wash aria-[current=step]:font-strong"
          >
            <span className="w-24 shrink-0 font-normal">
              <StateMark state={step.state} />
            </span>
            <span className="min-w-0 flex-1 text-m break-words">{word('step', step.name)}</span>
            <StepTime step={step} live={live} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function StepTime({ step, live }: { step: StepStatus; live: RunLive }): ReactNode {
  const { language } = useMessages();
  const progress = step.state === 'running' ? (live.progress[step.name] ?? step.progress) : undefined;
  if (progress && progress.total > 0) {
    return (
      <span className="figures text-s font-normal text-faint">
        {Math.floor((progress.done / progress.total) * 100)} %
      </span>
    );
  }
  if (!step.durationMs) return null;
  return (
    <span className="figures text-s font-normal text-faint">{formatDuration(step.durationMs, language)}</span>
  );
}
