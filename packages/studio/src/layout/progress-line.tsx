/**
 * Progress as people ask for it: how far, how fast, how long still.
 * Invariant: the bar says nothing that the words beside it do not.
 */
import type { Progress } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount, formatDecimal } from '../format/count.ts';
import { formatBytes, formatDuration } from '../format/quantity.ts';
import { type Messages, useMessages } from '../messages/messages.ts';
import { Activity } from './activity.tsx';

/** Two digits for slow work, whole numbers for fast. */
function formatRate(rate: number): string {
  return formatDecimal(rate, rate < 1 ? 2 : rate < 20 ? 1 : 0);
}

/** The words of a progress: `12 300 of 60 000 tokens · 390 tokens/s · 2 min 2 s left`. */
export function describeProgress(progress: Progress, { t, word, language }: Messages): string {
  const { done, total, unit, ratePerSecond, remainingMs } = progress;
  const isBytes = unit === 'bytes' || unit === 'B';
  const unitWord = word('unit', unit);
  const amount = (value: number) => (isBytes ? formatBytes(value) : `${formatCount(value)} ${unitWord}`);
  const parts = [
    total > 0
      ? t('progress.of', { done: isBytes ? formatBytes(done) : formatCount(done), total: amount(total) })
      : amount(done),
  ];
  if (ratePerSecond !== undefined) {
    const each = isBytes ? formatBytes(ratePerSecond) : `${formatRate(ratePerSecond)} ${unitWord}`;
    parts.push(t('progress.rate', { amount: each }));
  }
  if (remainingMs !== undefined)
    parts.push(t('progress.left', { time: formatDuration(remainingMs, language) }));
  return parts.join(' · ');
}

/** A bar with its words; a screen reader hears the words at most now and then. */
export function ProgressLine({ progress, label }: { progress: Progress; label: string }): ReactNode {
  const messages = useMessages();
  const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
  const words = describeProgress(progress, messages);
  return (
    <div className="max-w-[44rem]">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
        className="h-[3px] bg-hair"
      >
        <div
          className="h-full origin-left bg-ink transition-transform duration-200 ease-linear"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <p className="figures mt-2 text-s text-faint">
        {progress.activity ? (
          <span className="text-ink">
            <Activity activity={progress.activity} />
            {' · '}
          </span>
        ) : null}
        {words}
      </p>
    </div>
  );
}
