/**
 * `slipway run RECIPE`: starts a run and follows it, or prints its plan with `--dry-run`.
 */
import { followUntilStopped } from '../following/follow-until-stopped.ts';
import { fill } from '../messages/texts.ts';
import { printPlan } from '../recipes/print-plan.ts';
import { readRecipe } from '../recipes/read-recipe.ts';
import type { Command } from './command.ts';

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
