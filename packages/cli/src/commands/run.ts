/**
 * `slipway run RECIPE`: starts a run and follows it, or prints its plan with `--dry-run`.
 */
import type { RunPlan, StepPlan } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { followUntilStopped } from '../following/follow-until-stopped.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatDuration } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';
import { readRecipe } from './read-recipe.ts';

export const run: Command = {
  register: (program, contextOf) => {
    program
      .command('run <recipe>')
      .description('Run a recipe (.ts, .js, .yaml, .json)')
      .option('--dry-run', 'print the plan, run nothing')
      .option('--detach', 'return once the run is started')
      .action(async (path: string, options: { dryRun?: boolean; detach?: boolean }) => {
        const context = await contextOf();
        const body = { recipe: await readRecipe(path), workingDirectory: process.cwd() };
        await context.withClient(async (client) => {
          if (options.dryRun) return printPlan(await client.planRun({ body }), context);
          const { runId } = await client.startRun({ body });
          context.output.note(fill(context.texts.runStarted, { id: runId }));
          if (options.detach) return context.output.isJson ? context.output.printJson({ runId }) : undefined;
          const ended = await followUntilStopped(client, runId, context);
          if (ended === undefined) return;
          if (context.output.isJson) context.output.printJson(ended);
          if (ended.state !== 'succeeded') process.exitCode = 1;
        });
      });
  },
};

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
