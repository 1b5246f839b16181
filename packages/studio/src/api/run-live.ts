/**
 * What is known of a run from its events alone: progress of each step, measured curves, warnings, and whether the line is up.
 * Invariant: the same events in the same order give the same state; readers see a new state at most five times a second.
 */
import { type Event, isSlipwayError, type Progress } from '@slipway/contracts';
import { client } from './client.ts';

export interface CurvePoint {
  at: number;
  value: number;
}

export interface RunLive {
  readonly connection: 'connecting' | 'open' | 'lost';
  /** The run has ended: nothing will follow. */
  readonly isOver: boolean;
  readonly progress: Readonly<Record<string, Progress>>;
  /** Curves by `step/metric`. */
  readonly curves: Readonly<Record<string, readonly CurvePoint[]>>;
  readonly warnings: readonly { step: string; message: string; chinese?: string | undefined }[];
  /** Events that change what the API would answer, counted; a reader asks again when it grows. */
  readonly numChanges: number;
}

export const emptyRunLive: RunLive = {
  connection: 'connecting',
  isOver: false,
  progress: {},
  curves: {},
  warnings: [],
  numChanges: 0,
};

/** The state after one more event. */
export function applyEvent(live: RunLive, { body }: Event): RunLive {
  switch (body.type) {
    case 'progress-made':
      return { ...live, progress: { ...live.progress, [body.step]: body.progress } };
    case 'metric-measured': {
      const name = `${body.step}/${body.name}`;
      const points = live.curves[name] ?? [];
      // A resumed attempt measures its last steps again; the newer value counts.
      const kept = (points.at(-1)?.at ?? -1) < body.at ? points : points.filter(({ at }) => at < body.at);
      return { ...live, curves: { ...live.curves, [name]: [...kept, { at: body.at, value: body.value }] } };
    }
    case 'warning-raised':
      return {
        ...live,
        warnings: [...live.warnings, { step: body.step, message: body.message, chinese: body.chinese }].slice(
          -50,
        ),
      };
    case 'run-changed':
      return { ...live, isOver: body.state !== 'running', numChanges: live.numChanges + 1 };
    default:
      return { ...live, numChanges: live.numChanges + 1 };
  }
}

const flushIntervalMs = 200;

/** Follows one run to its end; `subscribe` and `read` fit React's `useSyncExternalStore`. */
export function followRun(runId: string): {
  subscribe: (listener: () => void) => () => void;
  read: () => RunLive;
} {
  let live = emptyRunLive;
  let shown = live;
  const listeners = new Set<() => void>();
  let stop: AbortController | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  function flush(): void {
    if (shown === live) return;
    shown = live;
    for (const listener of listeners) listener();
  }
  async function follow(signal: AbortSignal): Promise<void> {
    const onConnection = (connection: 'open' | 'lost') => {
      live = { ...live, connection };
    };
    try {
      for await (const next of client.followEvents({ runId, signal, onConnection })) {
        live = applyEvent(live, next);
        if (live.isOver) break;
      }
    } catch (error) {
      if (!isSlipwayError(error)) throw error;
      live = { ...live, connection: 'lost' };
    }
  }
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (!stop) {
      stop = new AbortController();
      live = emptyRunLive;
      timer = setInterval(flush, flushIntervalMs);
      void follow(stop.signal);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stop?.abort();
      stop = undefined;
      clearInterval(timer);
    };
  }
  return { subscribe, read: () => shown };
}
