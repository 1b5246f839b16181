/**
 * The loss over the training's steps: each step a faint dot, their running mean a line that ends in its number.
 */
import { type ReactNode, useCallback, useMemo } from 'react';
import { formatCount, formatDecimal } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';
import type { PlotModule } from './load-plot.ts';
import { lossEnds } from './loss-ends.ts';
import { PlotFigure } from './plot-figure.tsx';
import { edge, faint, hair, ink, plotStyle } from './plot-style.ts';

export interface LossPoint {
  step: number;
  loss: number;
}

export interface LossCurveProps {
  losses: readonly LossPoint[];
  /** Last step there will be, where known: the axis then stands still while points arrive. */
  numSteps?: number | undefined;
}

const height = 240;
/** Narrower than this the two legends of the axes would meet. */
const narrowPixels = 420;

/** Mean of the losses in a window that trails each step, a tenth of the curve wide: it ends in the number that is told of it. */
export function runningMean(losses: readonly LossPoint[]): LossPoint[] {
  const size = Math.max(1, Math.round(losses.length / 10));
  let sum = 0;
  return losses.map(({ step, loss }, index) => {
    sum += loss - (index >= size ? (losses[index - size]?.loss ?? 0) : 0);
    return { step, loss: sum / Math.min(index + 1, size) };
  });
}

/** The curve with its axes, its end labelled. */
export function LossCurve({ losses, numSteps }: LossCurveProps): ReactNode {
  const { t } = useMessages();
  const means = useMemo(() => runningMean(losses), [losses]);
  const end = means.at(-1);
  const words = useMemo(() => ({ step: t('chart.step'), loss: t('chart.loss'), mean: t('chart.mean') }), [t]);
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawLoss(plot, width, { losses, means, numSteps, words }),
    [losses, means, numSteps, words],
  );
  const table = useMemo(
    () => ({
      columns: [
        { name: words.step, isNumber: true },
        { name: words.loss, isNumber: true },
      ],
      rows: thin(losses, 200).map(({ step, loss }) => [formatCount(step), formatDecimal(loss, 4)]),
    }),
    [losses, words],
  );
  const { first, last } = lossEnds(losses);
  const label = t('chart.lossLabel', {
    from: formatDecimal(first, 2),
    to: formatDecimal(last, 2),
    steps: formatCount(end?.step ?? 0),
  });
  return <PlotFigure label={label} height={height} table={table} draw={draw} />;
}

interface Drawing {
  losses: readonly LossPoint[];
  means: readonly LossPoint[];
  numSteps: number | undefined;
  words: { step: string; loss: string; mean: string };
}

function drawLoss(plot: PlotModule, width: number, { losses, means, numSteps, words }: Drawing): Element {
  const end = means.at(-1);
  return plot.plot({
    width,
    height,
    marginLeft: 36,
    marginRight: 52,
    marginBottom: 38,
    marginTop: 26,
    style: plotStyle,
    x: {
      domain: [0, numSteps ?? end?.step ?? 1],
      label: words.step,
      labelArrow: 'none',
      ticks: width / 120,
      tickSize: 0,
      tickPadding: 8,
      labelOffset: 34,
    },
    y: { label: words.loss, labelArrow: 'none', nice: true, ticks: 5, tickSize: 0 },
    marks: [
      plot.gridY({ stroke: hair, strokeOpacity: 1, ticks: 5 }),
      plot.dot(losses, { x: 'step', y: 'loss', r: 1.1, fill: edge, fillOpacity: 0.75 }),
      plot.line(means, { x: 'step', y: 'loss', stroke: ink, strokeWidth: 1.75 }),
      plot.dot(end ? [end] : [], { x: 'step', y: 'loss', r: 2.75, fill: ink }),
      plot.text(end ? [end] : [], {
        x: 'step',
        y: 'loss',
        text: (point: LossPoint) => formatDecimal(point.loss, 2),
        textAnchor: 'start',
        dx: 8,
        fill: ink,
        fontWeight: 600,
      }),
      plot.text(width < narrowPixels ? [] : [words.mean], {
        frameAnchor: 'top-right',
        dy: -23,
        textAnchor: 'end',
        fill: faint,
      }),
    ],
  });
}

/** Every n-th point, so that no more than a bearable number of rows is read out; the last always. */
function thin(losses: readonly LossPoint[], numRows: number): LossPoint[] {
  const stride = Math.max(1, Math.ceil(losses.length / numRows));
  return losses.filter((_, index) => index % stride === 0 || index === losses.length - 1);
}
