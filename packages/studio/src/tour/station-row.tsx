/**
 * One station on the line: its mark, its sentence, its picture in small and its time; open, its picture.
 * Invariant: the line is solid as far as the work has come and stops where it failed.
 */
import type { TourSummary } from '@slipway/contracts';
import { type ReactNode, useId, useState } from 'react';
import { formatDuration } from '../format/quantity.ts';
import { ErrorNote } from '../layout/error-note.tsx';
import { type Messages, useMessages } from '../messages/messages.ts';
import { Rich } from '../messages/rich.tsx';
import { Miniature } from './miniature.tsx';
import { StationLive, type StationLiveProps } from './station-live.tsx';
import { StationPicture } from './station-picture.tsx';
import { tellStation } from './station-sentence.ts';
import type { Station } from './stations.ts';

export interface StationRowProps extends StationLiveProps {
  summary: TourSummary;
}

/** A station of the line. */
export function StationRow({ station, summary, live, run }: StationRowProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const picture = useId();
  const isDone = station.state === 'done';
  const isQuiet =
    station.state === 'waiting' || station.state === 'unreached' || station.state === 'cancelled';
  return (
    <li className="relative ps-8 md:ps-10">
      <Line station={station} />
      {isDone ? (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={picture}
          onClick={() => setOpen(!isOpen)}
          className="-mx-3 block w-[calc(100%+1.5rem)] px-3 py-3.5 text-start transition-colors hover:bg-wash"
        >
          <Head station={station} summary={summary} isOpen={isOpen} />
        </button>
      ) : (
        <div className={`py-3.5 ${isQuiet ? 'text-faint' : ''}`}>
          <Head station={station} summary={summary} isOpen={false} />
        </div>
      )}
      <div id={picture} className="md:ps-32">
        {isDone && isOpen ? (
          <div className="pt-2 pb-8">
            <StationPicture name={station.name} summary={summary} />
          </div>
        ) : null}
        {station.state === 'running' ? (
          <div className="pt-1 pb-7">
            <StationLive station={station} live={live} run={run} />
          </div>
        ) : null}
        {station.state === 'failed' ? <Failure station={station} summary={summary} /> : null}
      </div>
    </li>
  );
}

function sentenceOf(
  { station, summary }: Pick<StationRowProps, 'station' | 'summary'>,
  messages: Messages,
): string {
  const { name, state } = station;
  const told = state === 'done' ? tellStation(name, summary, messages) : undefined;
  return told ?? messages.t(`tour.${name}.${state === 'failed' || state === 'running' ? state : 'waiting'}`);
}

const sentenceLooks: Partial<Record<Station['state'], string>> = {
  failed: 'text-l text-signal',
  waiting: 'text-m',
  unreached: 'text-m',
};

function Head(props: Pick<StationRowProps, 'station' | 'summary'> & { isOpen: boolean }): ReactNode {
  const { station, summary, isOpen } = props;
  const messages = useMessages();
  const { t, language } = messages;
  const isDone = station.state === 'done';
  return (
    <span className="grid items-baseline gap-x-6 md:grid-cols-[6.5rem_minmax(0,1fr)_5.5rem] lg:grid-cols-[6.5rem_minmax(0,1fr)_9.5rem_5.5rem]">
      <span className="text-s text-faint md:text-m">{t(`station.${station.name}`)}</span>
      <span className={sentenceLooks[station.state] ?? 'text-l tracking-[-0.006em]'}>
        <Rich text={sentenceOf(props, messages)} />
      </span>
      <span className={`self-start max-lg:hidden ${isOpen ? 'invisible' : ''}`}>
        {isDone ? <Miniature name={station.name} summary={summary} /> : null}
      </span>
      {isDone ? (
        <span className="figures flex items-baseline gap-3 text-s text-faint md:justify-end">
          {station.isReused ? `↺ ${t('state.reused')}` : formatDuration(station.durationMs, language)}
          <svg
            aria-hidden="true"
            viewBox="0 0 8 8"
            className={`size-2 shrink-0 transition-transform ${isOpen ? 'rotate-90' : ''}`}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.25"
          >
            <path d="M2.5 1 5.5 4 2.5 7" />
          </svg>
        </span>
      ) : null}
    </span>
  );
}

function Failure({ station, summary }: { station: Station; summary: TourSummary }): ReactNode {
  const { word } = useMessages();
  const failedGates = station.name === 'gates' ? summary.gates.filter(({ passed }) => !passed) : [];
  return (
    <div className="space-y-6 pb-7">
      {station.error ? (
        <ErrorNote error={station.error} where={word('step', station.failedStep ?? '')} />
      ) : null}
      {failedGates.length > 0 ? (
        <StationPicture name="gates" summary={{ ...summary, gates: failedGates }} />
      ) : null}
    </div>
  );
}

const marks: Record<Station['state'], { dot: string; line: string }> = {
  done: { dot: 'bg-ink border-ink', line: 'bg-ink w-0.5' },
  running: { dot: 'bg-paper border-ink station-running', line: 'station-ahead' },
  waiting: { dot: 'bg-paper border-edge', line: 'station-ahead' },
  failed: { dot: 'bg-signal border-signal', line: 'hidden' },
  cancelled: { dot: 'bg-paper border-edge', line: 'hidden' },
  unreached: { dot: 'hidden', line: 'hidden' },
};

function Line({ station }: { station: Station }): ReactNode {
  const mark = marks[station.state];
  const end = station.name === 'service' ? 'bottom-0' : '-bottom-[1.7rem]';
  return (
    <span aria-hidden="true" className="absolute inset-y-0 start-0 w-4">
      <span className={`absolute top-[1.7rem] ${end} start-[7px] ${mark.line}`} />
      <span className={`absolute top-[1.3rem] start-0.5 size-3 rounded-full border-2 ${mark.dot}`} />
    </span>
  );
}
