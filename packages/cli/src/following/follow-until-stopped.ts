/**
 * Follows a run until it ends or the person at the terminal has seen enough: Ctrl-C ends the following and not the run, and says so.
 * Invariant: the first Ctrl-C leaves in order, the second at once. What is said of the run holds for the server it is in: one that runs
 * goes on with it; one that this process had opened ends, and attempts under way live on without it.
 */
import type { Client } from '@slipway/client';
import type { Run, RunId } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { type FollowContext, followRun } from './follow-run.ts';

/** As a shell says of a program that Ctrl-C ended. */
const stoppedExitCode = 130;

/** @returns the run as it ended; undefined where following it was stopped, which the exit code then says */
export async function followUntilStopped(
  client: Client,
  runId: RunId,
  context: FollowContext,
): Promise<Run | undefined> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(stoppedExitCode);
    stop.abort();
    context.output.endLine();
    context.output.note(describeStop(runId, context));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await followRun(client, runId, { ...context, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = stoppedExitCode;
    return undefined;
  } finally {
    // Of a server of its own the end is still to come, and a second Ctrl-C must not wait for it.
    if (!stop.signal.aborted) for (const signal of signals) process.off(signal, onSignal);
  }
}

function describeStop(runId: RunId, { texts, hasOwnServer }: CommandContext): string {
  return fill(hasOwnServer() ? texts.runWithoutServer : texts.runGoesOn, { id: runId });
}
