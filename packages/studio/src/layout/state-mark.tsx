/**
 * The state of a run, step, attempt or deployment: a sign and a word, so that colour is never the only carrier.
 */
import type { AttemptState, DeploymentState, RunState, StepState } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';

export type AnyState = RunState | StepState | AttemptState | DeploymentState;

const signs = {
  waiting: ['○', 'text-faint'],
  starting: ['◔', 'text-ink'],
  running: ['●', 'text-ink'],
  succeeded: ['✓', 'text-proven'],
  reused: ['↺', 'text-proven'],
  failed: ['✕', 'text-signal font-strong'],
  lost: ['✕', 'text-signal'],
  cancelled: ['–', 'text-faint'],
  skipped: ['–', 'text-faint'],
  proving: ['◔', 'text-ink'],
  serving: ['●', 'text-proven'],
  restarting: ['◔', 'text-signal'],
  stopped: ['–', 'text-faint'],
  refused: ['✕', 'text-signal font-strong'],
} as const satisfies Record<AnyState, readonly [string, string]>;

/** A state's sign and word. */
export function StateMark({ state }: { state: AnyState }): ReactNode {
  const { t } = useMessages();
  const [sign, look] = signs[state];
  return (
    <span className={`inline-flex items-baseline gap-1.5 whitespace-nowrap text-s ${look}`}>
      <span aria-hidden="true" className="inline-block w-3.5 text-center">
        {sign}
      </span>
      {t(`state.${state}`)}
    </span>
  );
}
