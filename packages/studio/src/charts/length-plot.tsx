/**
 * How long documents are, kept ones above the line and dropped ones below it, in doublings of their bytes.
 * Invariant: one scale for both sides, so that their areas can be compared.
 */
import type { DataCard } from '@slipway/contracts';
import { type ReactNode, useCallback, useMemo } from 'react';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';
import type { PlotModule } from './load-plot.ts';
import { PlotFigure } from './plot-figure.tsx';
import { edge, faint, hair, ink, plotStyle } from './plot-style.ts';

interface LengthBin {
  exponent: number;
  kept: number;
  dropped: number;
}

const height = 230;

/** Bars by length; an exponent stands for lengths from 2^n bytes to twice that. */
export function LengthPlot({ lengths }: { lengths: DataCard['lengths'] }): ReactNode {
  const { t } = useMessages();
  const bins = useMemo(() => layBins(lengths), [lengths]);
  const words = useMemo(
    () => ({ kept: t('data.kept'), dropped: t('data.dropped'), length: t('data.lengthAxis') }),
    [t],
  );
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawLengths(plot, width, { bins, words }),
    [bins, words],
  );
  const table = useMemo(
    () => ({
      columns: [
        { name: t('data.lengthAxis') },
        { name: words.kept, isNumber: true },
        { name: words.dropped, isNumber: true },
      ],
      rows: bins.map(({ exponent, kept, dropped }) => [
        nameBin(exponent),
        formatCount(kept),
        formatCount(dropped),
      ]),
    }),
    [bins, words, t],
  );
  return <PlotFigure label={t('data.lengthsLabel')} height={height} table={table} draw={draw} />;
}

function layBins({ kept, dropped }: DataCard['lengths']): LengthBin[] {
  const numBins = Math.max(kept.length, dropped.length);
  const bins = Array.from({ length: numBins }, (_, exponent) => ({
    exponent,
    kept: kept[exponent] ?? 0,
    dropped: dropped[exponent] ?? 0,
  }));
  const first = bins.findIndex((bin) => bin.kept + bin.dropped > 0);
  return first < 0 ? [] : bins.slice(first);
}

/** A bar's count needs so much room. */
const labelPixels = 34;

const largest = (bins: readonly LengthBin[], side: 'kept' | 'dropped') =>
  Math.max(...bins.map((bin) => bin[side]));

/** Where 10 bytes, 100 bytes and so on stand among the doublings. */
function powersOfTen(first: number, last: number): number[] {
  const exponents = Array.from({ length: 16 }, (_, power) => power * Math.log2(10));
  return exponents.filter((exponent) => exponent >= first && exponent <= last);
}

const nameBin = (exponent: number) => `${formatBytes(2 ** exponent)} – ${formatBytes(2 ** (exponent + 1))}`;

function drawLengths(
  plot: PlotModule,
  width: number,
  { bins, words }: { bins: readonly LengthBin[]; words: Record<'kept' | 'dropped' | 'length', string> },
): Element {
  const [first, last] = [bins[0]?.exponent ?? 0, (bins.at(-1)?.exponent ?? 0) + 1];
  const isRoomy = width / (last - first) >= labelPixels;
  return plot.plot({
    width,
    height,
    marginLeft: 18,
    marginRight: 18,
    marginTop: 20,
    marginBottom: 40,
    style: plotStyle,
    x: {
      domain: [first, last],
      label: words.length,
      labelArrow: 'none',
      labelAnchor: 'center',
      labelOffset: 36,
      ticks: powersOfTen(first, last),
      tickFormat: (exponent: number) => formatBytes(Math.round(2 ** exponent)).replace('.0', ''),
      tickSize: 0,
      tickPadding: 8,
    },
    y: { axis: null, insetTop: 10, insetBottom: 16 },
    marks: [
      plot.rectY(bins, {
        x1: 'exponent',
        x2: ({ exponent }: LengthBin) => exponent + 1,
        y: 'kept',
        fill: ink,
        insetLeft: 1,
        insetRight: 1,
      }),
      plot.rectY(bins, {
        x1: 'exponent',
        x2: ({ exponent }: LengthBin) => exponent + 1,
        y: ({ dropped }: LengthBin) => -dropped,
        fill: edge,
        fillOpacity: 0.55,
        insetLeft: 1,
        insetRight: 1,
      }),
      plot.ruleY([0], { stroke: hair }),
      plot.text([words.kept], { frameAnchor: 'top-left', fill: ink, fontWeight: 600, dy: -16 }),
      plot.text([words.dropped], { frameAnchor: 'bottom-left', fill: faint, dy: -2 }),
      ...labelBars(plot, bins, isRoomy),
    ],
  });
}

/** The count of every bar where there is room, else of the largest alone. */
function labelBars(plot: PlotModule, bins: readonly LengthBin[], isRoomy: boolean) {
  return (['kept', 'dropped'] as const).map((side) =>
    plot.text(
      bins.filter((bin) => bin[side] > 0 && (isRoomy || bin[side] === largest(bins, side))),
      {
        x: ({ exponent }: LengthBin) => exponent + 0.5,
        y: (bin: LengthBin) => (side === 'kept' ? bin.kept : -bin.dropped),
        text: (bin: LengthBin) => formatCount(bin[side]),
        dy: side === 'kept' ? -8 : 9,
        fill: side === 'kept' ? ink : faint,
      },
    ),
  );
}
