/**
 * What a screen reader hears while the tour runs: which station is at work and how far, in steps of ten per cent.
 */
import type { Run } from '@slipway/contracts';
import type { ReactNode } from 'react';
import type { RunLive } from '../api/run-live.ts';
import { ConnectionLine } from '../layout/connection-line.tsx';
import { useMessages } from '../messages/messages.ts';
import { progressOf } from './station-live.tsx';
import type { Station } from './stations.ts';

/** A polite live region that changes seldom; says when the connection is lost. */
export function LiveWords(props: {
  stations: readonly Station[];
  live: RunLive;
  run: Run | undefined;
}): ReactNode {
  const { t } = useMessages();
  const { stations, live, run } = props;
  const station = stations.find(({ state }) => state === 'running');
  const progress = station?.running[0] ? progressOf(station.running[0], live, run) : undefined;
  const share =
    progress && progress.total > 0 ? Math.floor((progress.done / progress.total) * 10) * 10 : undefined;
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {station ? t(`station.${station.name}`) : ''} {share === undefined ? '' : `${share} %`}
      </p>
      <div className="mt-3 empty:hidden">
        <ConnectionLine isLost={live.connection === 'lost'} />
      </div>
    </>
  );
}
