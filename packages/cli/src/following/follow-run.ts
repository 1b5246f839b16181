/**
 * Follows a run until it ends: a line for each step, drawn live while it runs, or what it waits for.
 * Invariant: a lost connection is told once and tried again; a server that stays away is an error that says how to go on.
 */
import type { Client } from '@slipway/client';
import {
  type ErrorData,
  type Progress,
  type Run,
  type RunId,
  SlipwayError,
  type StepStatus,
} from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount, formatDuration } from '../output/duration.ts';
import { explainError } from '../output/explain-error.ts';
import { paint } from '../output/output.ts';
import { showWaits } from './show-waits.ts';

/** States in which a step will not change any more. */
const settled = new Set(['succeeded', 'reused', 'failed', 'cancelled', 'skipped']);

/** How long a server may be away, as it is while it is started again, before following it is given up. */
const absencePatienceMs = 60_000;

export interface FollowContext extends CommandContext {
  /** Told of each step once it will not change any more. */
  onSettled?: (step: StepStatus) => void;
  /** The error of a step in the words of whoever made the recipe; the server's own where left out. */
  wordError?: (error: ErrorData, step: string) => ErrorData;
}

/**
 * @returns the run as it ended
 * @throws SlipwayError `server-not-running` when the server stays away; the reason of the context's signal when that ends it
 */
export async function followRun(client: Client, runId: RunId, context: FollowContext): Promise<Run> {
  const { output } = context;
  const shown = new Set<string>();
  const showSettled = (run: Run) => {
    for (const step of run.steps) {
      if (!settled.has(step.state) || shown.has(step.name)) continue;
      shown.add(step.name);
      if (!output.isJson) output.note(describeStep(step, context));
      context.onSettled?.(step);
    }
  };
  const first = await client.showRun({ params: { id: runId } });
  showSettled(first);
  if (first.state !== 'running') return first;
  const watch = watchConnection(() => output.note(context.texts.connectionLost));
  const waits = showWaits(client, runId, context);
  const signal = context.signal ? AbortSignal.any([context.signal, watch.signal]) : watch.signal;
  try {
    for await (const event of client.followEvents({ runId, after: 0, ...watch, signal })) {
      const { body } = event;
      if (output.isJson) output.printJson(event);
      if (body.type === 'progress-made') {
        waits.noteProgress();
        output.draw(`  ${body.step}  ${describeProgress(body.progress, context)}`);
      }
      if (body.type === 'warning-raised' && !output.isJson)
        output.note(
          `  ${body.step}: ${output.language === 'zh' ? (body.chinese ?? body.message) : body.message}`,
        );
      if (body.type === 'step-changed' && settled.has(body.state)) {
        showSettled(await client.showRun({ params: { id: runId } }));
      }
      if (body.type === 'run-changed' && body.state !== 'running') break;
    }
  } finally {
    waits.stop();
  }
  output.endLine();
  context.signal?.throwIfAborted();
  if (watch.signal.aborted) throw serverAway(runId);
  const run = await client.showRun({ params: { id: runId } });
  showSettled(run);
  return run;
}

/** What `followEvents` is given: a listener that tells of a loss once, and a signal that ends when it lasts too long. */
function watchConnection(tellLost: () => void) {
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onConnection = (state: 'open' | 'lost') => {
    if (state === 'open') {
      clearTimeout(timer);
      timer = undefined;
    } else if (timer === undefined) {
      tellLost();
      timer = setTimeout(() => patience.abort(), absencePatienceMs).unref();
    }
  };
  return { onConnection, signal: patience.signal };
}

function serverAway(runId: RunId): SlipwayError {
  return new SlipwayError({
    code: 'server-not-running',
    message: `the server has not answered for ${absencePatienceMs / 1000} s`,
    hint: `The run goes on when the server is up again (slipway up); then: slipway runs ${runId} --follow`,
  });
}

function describeStep(step: StepStatus, { texts, output, wordError }: FollowContext): string {
  const mark =
    { succeeded: paint.proven('✓'), reused: paint.past('✓'), failed: paint.signal('✗') }[
      step.state as string
    ] ?? paint.past('–');
  const time =
    step.state === 'succeeded' ? formatDuration(step.durationMs ?? 0, output.language) : texts[step.state];
  const told = step.error && (wordError?.(step.error, step.name) ?? step.error);
  const lines = told ? explainError(told, output.language) : [];
  const error = lines.map((line) => `\n    ${line}`).join('');
  return `${mark} ${step.name.padEnd(18)} ${paint.past(time)}${error}`;
}

/** "41 200 / 60 000 tokens · 310/s · 1 min 2 s left". */
export function describeProgress(progress: Progress, { texts, output }: CommandContext): string {
  const format = progress.unit === 'bytes' ? formatBytes : formatCount;
  const unit = progress.unit === 'bytes' ? '' : ` ${progress.unit}`;
  const parts = [`${format(progress.done)} / ${format(progress.total)}${unit}`];
  if (progress.ratePerSecond) parts.push(`${format(progress.ratePerSecond)}/s`);
  if (progress.remainingMs !== undefined) {
    parts.push(fill(texts.remaining, { time: formatDuration(progress.remainingMs, output.language) }));
  }
  if (progress.activity) parts.push(progress.activity);
  return parts.join(' · ');
}
