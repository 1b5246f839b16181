/**
 * Says of a run that stands still what it waits for: another run's memory, an attempt that ends.
 * Invariant: says nothing while progress is told, and nothing twice in a row to who reads lines.
 */
import type { Client } from '@slipway/client';
import type { RunId } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';

export interface WaitsShown {
  /** To be called whenever something else is told. */
  noteProgress(): void;
  stop(): void;
}

const askEveryMs = 3_000;

/** Asks for a run now and then, for waiting makes no event. */
export function showWaits(
  client: Pick<Client, 'showRun'>,
  runId: RunId,
  { output, texts }: CommandContext,
): WaitsShown {
  let toldAt = performance.now();
  let isAsking = false;
  let isStopped = false;
  const ask = async () => {
    const { steps } = await client.showRun({ params: { id: runId } });
    const held = steps.find(({ waitingFor }) => waitingFor !== undefined);
    if (isStopped || performance.now() - toldAt < askEveryMs || !held?.waitingFor) return;
    output.draw(`  ${held.name}  ${texts.waiting}: ${held.waitingFor[output.language]}`);
  };
  const timer = setInterval(() => {
    if (isAsking || performance.now() - toldAt < askEveryMs) return;
    isAsking = true;
    // Whether the server answers at all is told by who follows its events.
    ask()
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
      });
  }, askEveryMs);
  return {
    noteProgress: () => {
      toldAt = performance.now();
    },
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
