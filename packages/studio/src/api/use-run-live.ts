/**
 * The live state of a run in a component; asks the API again whenever an event says that its answer has changed.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { emptyRunLive, followRun, type RunLive } from './run-live.ts';

const idle = { subscribe: () => () => undefined, read: () => emptyRunLive };

/**
 * Follows a run's events while the component is shown.
 * @param runId the run, or undefined where there is nothing to follow
 */
export function useRunLive(runId: string | undefined): RunLive {
  const source = useMemo(() => (runId === undefined ? idle : followRun(runId)), [runId]);
  const live = useSyncExternalStore(source.subscribe, source.read);
  const cache = useQueryClient();
  useEffect(() => {
    if (live.numChanges === 0 || runId === undefined) return;
    void cache.invalidateQueries({ queryKey: ['tour'] });
    void cache.invalidateQueries({ queryKey: ['run', runId] });
  }, [cache, runId, live.numChanges]);
  return live;
}
