/**
 * How long documents are, kept ones above the line and dropped ones below it, in doublings of their bytes.
 * Invariant: one scale for both sides, so that their areas can be compared.
 */
import type { DataCard } from '@slipway/contracts';
import { type ReactNode, useCallback, useMemo } from 'react';
import { formatCount } from '../format/count.ts';
import { formatBytes } from '../format/quantity.ts';
import { useMessages } from '../messages/messages.ts';
import { type CountLabel, chooseTicks, type LengthBin, layBins, layCounts } from './lay-lengths.ts';
import type { PlotModule } from './load-plot.ts';
import { PlotFigure } from './plot-figure.tsx';
import { edge, faint, hair, ink, plotStyle } from './plot-style.ts';

const height = 250;
const margin = 18;

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

const nameBin = (exponent: number) => `${formatBytes(2 ** exponent)} – ${formatBytes(2 ** (exponent + 1))}`;

function drawLengths(
  plot: PlotModule,
  width: number,
  { bins, words }: { bins: readonly LengthBin[]; words: Record<'kept' | 'dropped' | 'length', string> },
): Element {
  const [first, last] = [bins[0]?.exponent ?? 0, (bins.at(-1)?.exponent ?? 0) + 1];
  const binPixels = (width - 2 * margin) / (last - first);
  const scale = { first, last, binPixels, marginPixels: margin };
  const ticks = chooseTicks(scale);
  return plot.plot({
    width,
    height,
    marginLeft: margin,
    marginRight: margin,
    marginTop: 20,
    marginBottom: 40,
    style: plotStyle,
    x: {
      domain: [first, last],
      label: words.length,
      labelArrow: 'none',
      labelAnchor: 'center',
      labelOffset: 36,
      ticks: ticks.map(({ exponent }) => exponent),
      tickFormat: (_: number, place: number) => ticks[place]?.label ?? '',
      tickSize: 0,
      tickPadding: 8,
    },
    // Below the longest bar its count, and below that, in a row of its own, the name of the side.
    y: { axis: null, insetTop: 16, insetBottom: 34 },
    marks: [
      drawSide(plot, bins, { y: 'kept', fill: ink }),
      drawSide(plot, bins, { y: ({ dropped }) => -dropped, fill: edge, fillOpacity: 0.55 }),
      plot.ruleY([0], { stroke: hair }),
      plot.text([words.kept], { frameAnchor: 'top-left', fill: ink, fontWeight: 600, dy: -16 }),
      plot.text([words.dropped], { frameAnchor: 'bottom-left', fill: faint, dy: -2 }),
      ...(['kept', 'dropped'] as const).map((side) =>
        plot.text(layCounts(bins, side, scale), {
          x: 'at',
          y: ({ count }: CountLabel) => (side === 'kept' ? count : -count),
          text: ({ count }: CountLabel) => formatCount(count),
          dy: side === 'kept' ? -8 : 9,
          fill: side === 'kept' ? ink : faint,
        }),
      ),
    ],
  });
}

function drawSide(
  plot: PlotModule,
  bins: readonly LengthBin[],
  look: { y: 'kept' | ((bin: LengthBin) => number); fill: string; fillOpacity?: number },
) {
  return plot.rectY(bins, {
    x1: 'exponent',
    x2: ({ exponent }: LengthBin) => exponent + 1,
    insetLeft: 1,
    insetRight: 1,
    ...look,
  });
}
