/**
 * How the tour stands as a whole, and what one may do about it.
 */
import type { TourSummary } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/quantity.ts';
import { Button } from '../layout/button.tsx';
import { useMessages } from '../messages/messages.ts';
import { countReused } from './stations.ts';
import type { useCancelTour, useStartTour } from './use-start-tour.ts';

/** One line: passed, running, stopped or failed, in how long, with how much reused. */
export function TourState({ summary }: { summary: TourSummary }): ReactNode {
  const { t, language } = useMessages();
  const time = formatDuration(summary.durationMs, language);
  const numReused = countReused(summary);
  const isAllReused = numReused === summary.steps.length;
  const reused = isAllReused ? t('tour.state.allReused') : t('tour.state.reused', { count: numReused, time });
  const numDone = summary.steps.filter(({ state }) => state === 'succeeded' || state === 'reused').length;
  const counts = { done: formatCount(numDone), steps: formatCount(summary.steps.length) };
  const isProven = summary.gates.length > 0 && summary.gates.every(({ passed }) => passed);
  return (
    <>
      {summary.state === 'running' ? t('tour.state.running', { ...counts, time }) : null}
      {summary.state === 'failed' ? (
        <span className="text-signal">✕ {t('tour.state.failed', counts)}</span>
      ) : null}
      {summary.state === 'cancelled' ? t('tour.state.cancelled', counts) : null}
      {summary.state === 'succeeded' ? (
        <>
          <span className={isProven ? 'text-proven' : ''}>
            {isProven ? '✓ ' : ''}
            {numReused > 0 ? t('tour.state.proven') : t('tour.state.done', { time })}
          </span>
          {numReused > 0 ? ` · ${reused}` : null}
        </>
      ) : null}
    </>
  );
}

export interface TourActionProps {
  summary: TourSummary;
  start: ReturnType<typeof useStartTour>;
  cancel: ReturnType<typeof useCancelTour>;
}

/** Cancel while it runs; run again where it ended. Primary only where that is the one thing to do. */
export function TourAction({ summary, start, cancel }: TourActionProps): ReactNode {
  const { t } = useMessages();
  if (summary.state === 'running') {
    return (
      <Button disabled={cancel.isPending} onClick={() => cancel.mutate(summary.runId)}>
        {t('tour.cancel')}
      </Button>
    );
  }
  const look = summary.state === 'succeeded' ? 'quiet' : 'primary';
  return (
    <Button look={look} disabled={start.isPending} onClick={() => start.mutate()}>
      {summary.state === 'succeeded' ? t('tour.again') : t('tour.resume')}
    </Button>
  );
}
