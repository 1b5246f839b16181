/**
 * How a threshold's measure is spread over the documents, with the bound as a line: what lies on its far side falls.
 * Invariant: bars stand where the histogram's bins are; those of the far side are pale, and the line is drawn by whoever moves it.
 */
import { isBoundAsked } from '@slipway/client';
import type { ThresholdHistogram } from '@slipway/contracts';
import { type ReactNode, useCallback, useMemo } from 'react';
import { formatCount, formatShort } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';
import type { PlotModule } from './load-plot.ts';
import { PlotFigure } from './plot-figure.tsx';
import { edge, hair, ink, plotStyle } from './plot-style.ts';

export interface ThresholdPlotProps {
  histogram: ThresholdHistogram;
  /** What the measure is called, with its unit. */
  label: string;
  /** Where the line stands. */
  bound: number;
}

export const thresholdPlotHeight = 220;
/** Room left and right of the bars, in pixels; the line is laid over the same width. */
export const thresholdPlotMargin = 20;

interface Bar {
  from: number;
  to: number;
  count: number;
  falls: boolean;
}

/** Bars by value; heights are square roots, so that a few documents beside many can be seen. */
export function ThresholdPlot({ histogram, label, bound }: ThresholdPlotProps): ReactNode {
  const { t } = useMessages();
  const bars = useMemo(() => layBars(histogram, bound), [histogram, bound]);
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawThreshold(plot, width, { histogram, bars, label }),
    [histogram, bars, label],
  );
  const table = useMemo(
    () => ({
      columns: [{ name: label }, { name: t('data.documents'), isNumber: true }],
      rows: bars
        .filter(({ count }) => count > 0)
        .map(({ from, to, count }) => [`${formatShort(from)} – ${formatShort(to)}`, formatCount(count)]),
    }),
    [bars, label, t],
  );
  return <PlotFigure label={label} height={thresholdPlotHeight} table={table} draw={draw} />;
}

function layBars(histogram: ThresholdHistogram, bound: number): Bar[] {
  const { from, to, counts, kind } = histogram;
  const width = (to - from) / counts.length;
  return counts.map((count, place) => {
    const middle = from + (place + 0.5) * width;
    const falls = isBoundAsked(histogram, bound) && (kind === 'most' ? middle > bound : middle < bound);
    return { from: from + place * width, to: from + (place + 1) * width, count, falls };
  });
}

function drawThreshold(
  plot: PlotModule,
  width: number,
  { histogram, bars, label }: { histogram: ThresholdHistogram; bars: readonly Bar[]; label: string },
): Element {
  const { from, to } = histogram;
  // Bars of two or three pixels would be half gap, and look pale.
  const gap = width / bars.length < 5 ? 0 : 0.5;
  return plot.plot({
    width,
    height: thresholdPlotHeight,
    marginLeft: thresholdPlotMargin,
    marginRight: thresholdPlotMargin,
    marginTop: 22,
    marginBottom: 40,
    style: plotStyle,
    x: {
      domain: [from, to],
      label,
      labelArrow: 'none',
      labelAnchor: 'center',
      labelOffset: 36,
      ticks: Math.max(2, Math.floor(width / 90)),
      tickFormat: (value: number) => formatShort(value),
      tickSize: 0,
      tickPadding: 8,
    },
    y: { type: 'sqrt', axis: null },
    marks: [
      plot.rectY(bars, {
        x1: 'from',
        x2: 'to',
        y: 'count',
        fill: ({ falls }: Bar) => (falls ? edge : ink),
        fillOpacity: ({ falls }: Bar) => (falls ? 0.45 : 1),
        insetLeft: gap,
        insetRight: gap,
      }),
      plot.ruleY([0], { stroke: hair }),
    ],
  });
}
