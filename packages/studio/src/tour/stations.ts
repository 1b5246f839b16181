/**
 * The stations of the tour page: which of the tour's steps each holds, and how it stands.
 * Invariant: a station is done only when all its steps are; the first failed one is where the line stops.
 */
import type { ErrorData, Run, StepState, TourStep, TourSummary } from '@slipway/contracts';

const stepsOf = {
  documents: ['documents', 'dataset'],
  passages: ['passages'],
  pairs: ['pairs'],
  base: ['base'],
  tuning: ['adapter'],
  gates: ['merged', 'gate-merged', 'quantised', 'gate-quantised'],
  scores: ['scores-base', 'scores-tuned', 'scores-quantised'],
  service: ['service'],
} as const satisfies Record<string, readonly TourStep[]>;

export type StationName = keyof typeof stepsOf;
export type StationState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'unreached';

export interface StationStep {
  name: string;
  state: StepState;
  durationMs: number;
}

export interface Station {
  name: StationName;
  state: StationState;
  steps: readonly StationStep[];
  /** Steps that run now. */
  running: readonly string[];
  durationMs: number;
  isReused: boolean;
  error: ErrorData | undefined;
  /** The step that failed. */
  failedStep: string | undefined;
}

/** The stations in the order of the page. */
export function makeStations(summary: TourSummary, run: Run | undefined): Station[] {
  const isOver = summary.state === 'failed' || summary.state === 'cancelled';
  return (Object.keys(stepsOf) as StationName[]).map((name) => {
    const names: readonly string[] = stepsOf[name];
    const steps = summary.steps.filter((step) => names.includes(step.name));
    const failed = steps.find(({ state }) => state === 'failed');
    const status = run?.steps.find((step) => step.name === failed?.name);
    return {
      name,
      state: stationState(
        steps.map(({ state }) => state),
        isOver,
      ),
      steps,
      running: steps.filter(({ state }) => state === 'running').map((step) => step.name),
      durationMs: steps.reduce((sum, step) => sum + step.durationMs, 0),
      isReused: steps.length > 0 && steps.every((step) => step.isReused),
      error: failed ? (status?.error ?? summary.error) : undefined,
      failedStep: failed?.name,
    };
  });
}

/**
 * How many steps this tour took over from an earlier run. Where there are any, its own time is not what the work takes.
 */
export function countReused({ steps }: Pick<TourSummary, 'steps'>): number {
  return steps.filter(({ isReused }) => isReused).length;
}

function stationState(states: readonly StepState[], isOver: boolean): StationState {
  const isDone = (state: StepState) => state === 'succeeded' || state === 'reused';
  if (states.some((state) => state === 'failed')) return 'failed';
  if (states.length > 0 && states.every(isDone)) return 'done';
  if (states.some((state) => state === 'cancelled')) return 'cancelled';
  if (isOver) return 'unreached';
  return states.some((state) => state === 'running' || isDone(state)) ? 'running' : 'waiting';
}
