/**
 * Prints the plan of a run: its steps, which are made already, what each takes and by what reckoning, and what plans note.
 * Invariant: notes stand beside the results, not among them; to programs the plan is one JSON document.
 */
import type { RunPlan, StepPlan } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatDuration } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

/** What a plan notes of a step, a line each, on the way and not among results. */
export function printNotes(
  { name, plan }: { name: string; plan?: StepPlan | undefined },
  { output }: Pick<CommandContext, 'output'>,
): void {
  for (const note of plan?.notes ?? []) output.note(`  ${name}: ${note[output.language]}`);
}

export function printPlan(plan: RunPlan, { output, texts }: CommandContext): void {
  if (output.isJson) {
    output.printJson(plan);
    return;
  }
  output.print(
    renderTable(plan.steps, [
      { title: texts.step, value: (step) => step.name },
      { title: texts.stage, value: (step) => `${step.stage} ${step.stageVersion}` },
      { title: texts.made, value: (step) => (step.isMade ? '✓' : '') },
      {
        title: texts.estimate,
        value: (step) => (step.isMade ? '' : formatDuration(step.plan.estimate.durationMs, output.language)),
        align: 'right',
      },
      {
        title: texts.memory,
        value: (step) => formatBytes(Math.max(...step.plan.tasks.map((task) => task.resources.memoryBytes))),
        align: 'right',
      },
      {
        title: texts.disk,
        value: (step) =>
          formatBytes(step.plan.tasks.reduce((sum, task) => sum + task.resources.diskBytes, 0)),
        align: 'right',
      },
      {
        title: texts.basis,
        value: (step) => (step.isMade ? '' : paint.past(step.plan.estimate.basis[output.language])),
      },
    ]),
  );
  for (const step of plan.steps) printNotes(step, { output });
  const { estimate, diskBytes, peakMemoryBytes } = plan.total;
  const time = formatDuration(estimate.durationMs, output.language);
  output.print(
    fill(texts.planTotal, { time, disk: formatBytes(diskBytes), memory: formatBytes(peakMemoryBytes) }),
  );
}
