/**
 * One metric of several models: a dot with its interval for each, baselines as ticks.
 * Invariant: no dot without its error bar of two standard errors, unless none can be told; the axis bears metric and unit.
 */
import type { Score } from '@slipway/contracts';
import { type ReactNode, useCallback } from 'react';
import { formatCount, formatDecimal, formatError } from '../format/count.ts';
import { useMessages } from '../messages/messages.ts';
import type { PlotModule } from './load-plot.ts';
import { PlotFigure } from './plot-figure.tsx';
import { faint, hair, ink, plotStyle } from './plot-style.ts';

export interface LabelledScore {
  label: string;
  score: Score;
}

export interface ScorePlotProps {
  title: string;
  unit: string;
  scores: readonly LabelledScore[];
  baselines: readonly LabelledScore[];
}

const numStandardErrors = 2;
const rowHeight = 40;
/** Each baseline's label stands on a line of its own: two baselines may be as near as they like. */
const labelHeight = 15;

/** Dots with intervals, one row a model. */
export function ScorePlot(props: ScorePlotProps): ReactNode {
  const { title, scores, baselines } = props;
  const { t, word } = useMessages();
  const unit = word('unit', props.unit);
  const height = 57 + labelHeight * Math.max(1, baselines.length) + rowHeight * scores.length;
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawScores(plot, { width, height }, { scores, baselines, unit }),
    [scores, baselines, unit, height],
  );
  const table = {
    columns: [
      { name: t('chart.model') },
      { name: unit, isNumber: true },
      { name: t('chart.standardError'), isNumber: true },
      { name: t('chart.samples'), isNumber: true },
    ],
    rows: [...scores, ...baselines].map(({ label, score }) => [
      label,
      formatDecimal(score.value, 4),
      formatError(score.standardError, 4),
      formatCount(score.numSamples),
    ]),
  };
  return <PlotFigure label={title} height={height} table={table} draw={draw} />;
}

function drawScores(
  plot: PlotModule,
  { width, height }: { width: number; height: number },
  { scores, baselines, unit }: Pick<ScorePlotProps, 'scores' | 'baselines' | 'unit'>,
): Element {
  const rows = scores.map(({ label, score }) => ({
    label,
    value: score.value,
    text: formatDecimal(score.value, 3),
  }));
  const bars = scores.flatMap(({ label, score }) => {
    if (score.standardError === null) return [];
    const reach = numStandardErrors * score.standardError;
    return [{ label, low: score.value - reach, high: score.value + reach }];
  });
  const lines = baselines
    .map(({ label, score }) => ({ label, value: score.value }))
    .sort((a, b) => a.value - b.value);
  return plot.plot({
    width,
    height,
    marginLeft: 92,
    marginRight: 16,
    marginTop: 15 + labelHeight * Math.max(1, lines.length),
    marginBottom: 40,
    style: plotStyle,
    x: {
      label: unit,
      labelArrow: 'none',
      nice: true,
      ticks: width / 100,
      inset: 10,
      tickSize: 0,
      tickPadding: 8,
      labelOffset: 34,
    },
    y: { domain: scores.map(({ label }) => label), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      plot.gridX({ stroke: hair, strokeOpacity: 1, ticks: width / 100 }),
      plot.ruleX(lines, { x: 'value', stroke: faint, strokeDasharray: '2 3' }),
      ...lines.map((line, index) =>
        plot.text([line], {
          x: 'value',
          text: 'label',
          frameAnchor: 'top',
          textAnchor: 'start',
          dx: -4,
          dy: -14 - labelHeight * (lines.length - 1 - index),
          fill: faint,
        }),
      ),
      plot.ruleY(bars, { y: 'label', x1: 'low', x2: 'high', stroke: ink, strokeWidth: 1.5 }),
      plot.tickX(bars, { y: 'label', x: 'low', stroke: ink, strokeWidth: 1.5, inset: 8 }),
      plot.tickX(bars, { y: 'label', x: 'high', stroke: ink, strokeWidth: 1.5, inset: 8 }),
      plot.dot(rows, { y: 'label', x: 'value', r: 4, fill: ink }),
      plot.text(rows, { y: 'label', x: 'value', text: 'text', dy: -13, fill: ink, fontWeight: 600 }),
    ],
  });
}
