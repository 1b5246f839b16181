/**
 * One threshold: its histogram, and over it a line that is dragged, moved by arrow keys, or set as a number.
 * Invariant: the line is a range input, so that whatever moves a range moves it; the picture follows in the same frame.
 */
import { countAsked, countFalling } from '@slipway/client';
import type { ThresholdHistogram } from '@slipway/contracts';
import { type ReactNode, useId } from 'react';
import { ThresholdPlot, thresholdPlotHeight, thresholdPlotMargin } from '../charts/threshold-plot.tsx';
import { formatCount, formatShort } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';
import { Rich } from '../messages/rich.tsx';
import { formatBound } from './format-bound.ts';
import { stepOf } from './threshold-effect.ts';
import './threshold-mover.css';

export interface ThresholdMoverProps {
  histogram: ThresholdHistogram;
  bound: number;
  onMove: (bound: number) => void;
}

/** Where the picture's bars end above its axis, in pixels from its top. */
const axisPixels = thresholdPlotHeight - 40;

/** The picture and what moves it. */
export function ThresholdMover({ histogram, bound, onMove }: ThresholdMoverProps): ReactNode {
  const { t, word } = useMessages();
  const { from, to, reason } = histogram;
  const label = word('measure', `${histogram.name}.${reason}`);
  const all = countAsked(histogram);
  const [before, now] = [countFalling(histogram, histogram.bound), countFalling(histogram, bound)];
  const step = stepOf(histogram);
  return (
    <div>
      <h3 className="text-m font-strong">{label}</h3>
      <p className="mt-1 text-s text-faint">
        {t('data.dropsAs', { reason: word('reason', reason) })}{' '}
        <code className="font-mono text-xs">{`${histogram.rule}.${histogram.name}`}</code>
      </p>
      <div className="relative mt-4">
        <ThresholdPlot histogram={histogram} label={label} bound={bound} />
        <input
          type="range"
          className="threshold-line"
          aria-label={t('data.moveLine', { measure: label })}
          aria-valuetext={`${formatBound(histogram, bound, t)}: ${t('data.fallsSpoken', { count: formatCount(now) })}`}
          min={from}
          max={to}
          step={step}
          value={Math.min(to, Math.max(from, bound))}
          onChange={(event) => onMove(snap(Number(event.target.value), step))}
          style={{
            insetInline: thresholdPlotMargin - 12,
            height: axisPixels,
          }}
        />
      </div>
      <BoundField histogram={histogram} bound={bound} onMove={onMove} />
      <p className="figures mt-3 text-m" aria-live="polite">
        <Rich
          text={t('data.fallsOf', {
            count: formatCount(now),
            all: formatCount(all),
            change: now === before ? t('data.asBefore') : t('data.before', { count: formatCount(before) }),
          })}
        />
      </p>
    </div>
  );
}

/** The bound as a number, and what it was. */
function BoundField({ histogram, bound, onMove }: ThresholdMoverProps): ReactNode {
  const { t } = useMessages();
  const number = useId();
  return (
    <div className="mt-4 flex flex-wrap items-baseline gap-x-6 gap-y-2 text-s">
      <label htmlFor={number} className="flex items-baseline gap-2">
        <span className="text-faint">{t(`data.bound.${histogram.kind}`)}</span>
        <input
          id={number}
          type="number"
          value={bound}
          min={0}
          step={stepOf(histogram)}
          onChange={(event) => event.target.value !== '' && onMove(Math.max(0, Number(event.target.value)))}
          className="figures h-8 w-28 rounded-[2px] border border-edge bg-transparent px-2"
        />
      </label>
      <span className="figures text-faint">
        {t('data.asMade', { bound: formatShort(histogram.bound) })} · {t('data.rootScale')}
      </span>
    </div>
  );
}

/** What stands on the grid of steps to the last decimal, so that no digits of the machine's show. */
function snap(value: number, step: number): number {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
  return Number(value.toFixed(digits));
}
