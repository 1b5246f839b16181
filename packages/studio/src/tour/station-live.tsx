/**
 * A running station, open and live: what it does, how far, how fast, how long still; for tuning its curve.
 */
import type { Progress, Run } from '@slipway/contracts';
import { type ReactNode, useMemo } from 'react';
import type { RunLive } from '../api/run-live.ts';
import { LossCurve } from '../charts/loss-curve.tsx';
import { ProgressLine } from '../layout/progress-line.tsx';
import { StateMark } from '../layout/state-mark.tsx';
import { useMessages } from '../messages/messages.ts';
import type { Station } from './stations.ts';

export interface StationLiveProps {
  station: Station;
  live: RunLive;
  run: Run | undefined;
}

/** The newest progress of a step: from the events, else as the run was last read. */
export function progressOf(step: string, live: RunLive, run: Run | undefined): Progress | undefined {
  return live.progress[step] ?? run?.steps.find(({ name }) => name === step)?.progress;
}

/** The open part of a running station. */
export function StationLive({ station, live, run }: StationLiveProps): ReactNode {
  const { word } = useMessages();
  const losses = useMemo(
    () => (live.curves['adapter/loss'] ?? []).map(({ at, value }) => ({ step: at, loss: value })),
    [live.curves],
  );
  const adapter = progressOf('adapter', live, run);
  return (
    <div className="space-y-4">
      {station.running.map((step) => {
        const progress = progressOf(step, live, run);
        return progress ? <ProgressLine key={step} progress={progress} label={word('step', step)} /> : null;
      })}
      {station.name === 'tuning' && losses.length > 1 ? (
        <LossCurve losses={losses} numSteps={adapter?.unit === 'steps' ? adapter.total : undefined} />
      ) : null}
      {station.steps.length > 1 ? (
        <ul className="flex flex-wrap gap-x-6 gap-y-1 text-s">
          {station.steps.map(({ name, state }) => (
            <li key={name} className="flex items-baseline gap-2">
              <span className="text-faint">{word('step', name)}</span>
              <StateMark state={state} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
