/**
 * Follows a run until it ends: a line for each step, drawn live while it runs.
 */
import type { Client } from '@slipway/client';
import type { Progress, Run, RunId, StepStatus } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount, formatDuration } from '../output/duration.ts';
import { paint } from '../output/output.ts';

/** States in which a step will not change any more. */
const settled = new Set(['succeeded', 'reused', 'failed', 'cancelled', 'skipped']);

/** @returns the run as it ended */
export async function followRun(client: Client, runId: RunId, context: CommandContext): Promise<Run> {
  const { output } = context;
  const shown = new Set<string>();
  const showSettled = (run: Run) => {
    for (const step of run.steps) {
      if (!settled.has(step.state) || shown.has(step.name)) continue;
      shown.add(step.name);
      if (!output.isJson) output.note(describeStep(step, context));
    }
  };
  const first = await client.showRun({ params: { id: runId } });
  showSettled(first);
  if (first.state !== 'running') return first;
  for await (const event of client.followEvents({ runId, after: 0 })) {
    const { body } = event;
    if (output.isJson) output.printJson(event);
    if (body.type === 'progress-made')
      output.draw(`  ${body.step}  ${describeProgress(body.progress, context)}`);
    if (body.type === 'warning-raised' && !output.isJson) output.note(`  ${body.step}: ${body.message}`);
    if (body.type === 'step-changed' && settled.has(body.state)) {
      showSettled(await client.showRun({ params: { id: runId } }));
    }
    if (body.type === 'run-changed' && body.state !== 'running') break;
  }
  output.endLine();
  const run = await client.showRun({ params: { id: runId } });
  showSettled(run);
  return run;
}

function describeStep(step: StepStatus, { texts, output }: CommandContext): string {
  const mark =
    { succeeded: paint.proven('✓'), reused: paint.past('✓'), failed: paint.signal('✗') }[
      step.state as string
    ] ?? paint.past('–');
  const time =
    step.state === 'succeeded' ? formatDuration(step.durationMs ?? 0, output.language) : texts[step.state];
  const error = step.error
    ? `\n    ${step.error.message}${step.error.hint ? `\n    ${fill(texts.hint, { hint: step.error.hint })}` : ''}`
    : '';
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
