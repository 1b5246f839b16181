/**
 * The picture of a finished station in small, at the end of its sentence: a promise of what unfolds.
 * Decoration for the eye only; every number of it is in the sentence or in the picture itself.
 */
import type { TourSummary } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { runningMean } from '../charts/loss-curve.tsx';
import { leadingComparison } from './station-sentence.ts';
import type { StationName } from './stations.ts';

const width = 150;
const height = 30;

/** A drawing of 150 by 30 pixels, or nothing where a station has no picture. */
export function Miniature({ name, summary }: { name: StationName; summary: TourSummary }): ReactNode {
  const drawing = drawings[name]?.(summary);
  if (!drawing) return null;
  return (
    <svg aria-hidden="true" width={width} height={height} viewBox={`0 0 ${width} ${height}`} fill="none">
      {drawing}
    </svg>
  );
}

const drawings: Partial<Record<StationName, (summary: TourSummary) => ReactNode>> = {
  documents: drawFunnel,
  pairs: drawSplit,
  tuning: drawLoss,
  gates: drawGates,
  scores: drawScores,
};

function drawFunnel({ dataset }: TourSummary): ReactNode {
  const stages = dataset?.card.funnel ?? [];
  const most = Math.max(1, ...stages.map(({ numDocuments }) => numDocuments));
  const pitch = height / Math.max(1, stages.length);
  return stages.map((stage, index) => (
    <rect
      key={stage.name}
      x={0}
      y={index * pitch}
      width={(stage.numDocuments / most) * width}
      height={2.5}
      fill="var(--color-edge)"
    />
  ));
}

function drawSplit({ pairs }: TourSummary): ReactNode {
  if (!pairs) return null;
  const share = (pairs.numTrain / Math.max(1, pairs.numTrain + pairs.numHeldout)) * width;
  return (
    <>
      <rect x={0} y={12.5} width={share - 1} height={5} fill="var(--color-edge)" />
      <rect
        x={share + 1.5}
        y={13}
        width={Math.max(1, width - share - 2)}
        height={4}
        stroke="var(--color-edge)"
      />
    </>
  );
}

function drawLoss({ training }: TourSummary): ReactNode {
  const points = training ? runningMean(training.losses) : [];
  const last = points.at(-1);
  if (points.length < 2 || !last) return null;
  const losses = points.map(({ loss }) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const x = (step: number) => (step / last.step) * (width - 4);
  const y = (loss: number) => 2 + (1 - (loss - low) / Math.max(1e-9, high - low)) * (height - 4);
  return (
    <>
      <polyline
        points={points.map(({ step, loss }) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`).join(' ')}
        stroke="var(--color-ink)"
        strokeWidth={1.25}
      />
      <circle cx={x(last.step)} cy={y(last.loss)} r={2} fill="var(--color-ink)" />
    </>
  );
}

function drawGates({ gates }: TourSummary): ReactNode {
  return gates.map((gate, index) => (
    <g key={gate.digest} transform={`translate(${index * 26} 0)`} strokeWidth={1.5}>
      <path d="M1 29V7M19 29V7M1 7H19" stroke="var(--color-edge)" />
      <path
        d={gate.passed ? 'M5.5 18.5l3.5 3.5 6-8' : 'M6 14.5l8 8m0-8l-8 8'}
        stroke={gate.passed ? 'var(--color-proven)' : 'var(--color-signal)'}
      />
    </g>
  ));
}

function drawScores({ scores, comparisons }: TourSummary): ReactNode {
  const lead = leadingComparison(comparisons);
  const rows = scores.flatMap(({ label, scores: each }) =>
    each
      .filter(({ task, metric }) => task === lead?.task && metric === lead.metric)
      .map((score) => ({ label, ...score })),
  );
  const lows = rows.map(({ value, standardError }) => value - 2 * (standardError ?? 0));
  const highs = rows.map(({ value, standardError }) => value + 2 * (standardError ?? 0));
  const [low, high] = [Math.min(...lows), Math.max(...highs)];
  const x = (value: number) => 3 + ((value - low) / Math.max(1e-9, high - low)) * (width - 6);
  return rows.map((row, index) => {
    const y = 4 + (index * (height - 8)) / Math.max(1, rows.length - 1);
    return (
      <g key={row.label}>
        <path
          d={`M${x(lows[index] ?? 0)} ${y}H${x(highs[index] ?? 0)}`}
          stroke="var(--color-edge)"
          strokeWidth={1.25}
        />
        <circle cx={x(row.value)} cy={y} r={2.25} fill="var(--color-ink)" />
      </g>
    );
  });
}
