/**
 * `slipway deploy`: lists deployments, brings a model into service, or takes one out.
 */
import { deploymentId, recipe as recipeSchema } from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import { parseNumber } from '../arguments/parse-number.ts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import type { CommandContext } from '../context/command-context.ts';
import { followRun } from '../following/follow-run.ts';
import { fill } from '../messages/texts.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const deploy: Command = {
  register: (program, contextOf) => {
    program
      .command('deploy [model]')
      .description('Bring a model (digest or name) into service under an alias, or list deployments')
      .option('--alias <name>', 'the name API clients give as model')
      .option('--index <digest>', 'index whose passages ground the answers')
      .option('--dataset <digest>', 'dataset of that index')
      .option('--context <tokens>', 'tokens of prompt and answer together', '2048')
      .option('--stop <deployment>', 'take a deployment out of service')
      .action(async (model: string | undefined, options: DeployOptions) => {
        const context = await contextOf();
        if (options.stop !== undefined) await stopDeployment(context, options.stop);
        else if (model === undefined) await listDeployments(context);
        else await startDeployment(context, model, options);
      });
  },
};

interface DeployOptions {
  alias?: string;
  index?: string;
  dataset?: string;
  context: string;
  stop?: string;
}

async function stopDeployment({ output, texts, withClient }: CommandContext, id: string): Promise<void> {
  const params = { id: parseId(deploymentId, id, 'deployment') };
  const answer = await withClient((client) => client.stopDeployment({ params }));
  if (output.isJson) output.printJson(answer);
  else output.print(fill(texts.deploymentStopped, { id }));
}

async function listDeployments({ output, texts, withClient }: CommandContext): Promise<void> {
  const answer = await withClient((client) => client.listDeployments());
  if (output.isJson) return output.printJson(answer);
  if (answer.deployments.length === 0) return output.print(texts.nothingYet);
  output.print(
    renderTable(answer.deployments, [
      { title: 'id', value: (one) => one.id },
      { title: texts.alias, value: (one) => one.alias },
      { title: texts.state, value: (one) => one.state },
      { title: texts.model, value: (one) => one.model.slice(0, 19) },
      { title: texts.restarts, value: (one) => String(one.numRestarts), align: 'right' },
      { title: texts.created, value: (one) => one.createdAt.slice(0, 19).replace('T', ' ') },
    ]),
  );
}

async function startDeployment(
  context: CommandContext,
  model: string,
  options: DeployOptions,
): Promise<void> {
  const contextTokens = parseNumber(options.context, '--context', { min: 256, max: 1_048_576 });
  await context.withClient(async (client) => {
    const digest = await findArtifact(client, model, 'model');
    const inputs: Record<string, string | string[]> = { model: digest };
    if (options.index !== undefined) inputs.index = await findArtifact(client, options.index, 'index');
    if (options.dataset !== undefined)
      inputs.dataset = await findArtifact(client, options.dataset, 'dataset');
    const spec = { alias: options.alias ?? digest.slice(7, 15), contextTokens };
    // A converted model is served only with its proof, which the server knows.
    const { models } = await client.listModels();
    const gates = models.find((one) => one.artifact.digest === digest)?.gates ?? [];
    inputs.gates = gates.map((gate) => gate.digest);
    const recipe = recipeSchema.parse({
      name: 'deploy',
      steps: { service: { stage: 'serving', spec, inputs } },
    });
    const { runId } = await client.startRun({ body: { recipe, workingDirectory: process.cwd() } });
    const ended = await followRun(client, runId, context);
    if (context.output.isJson) context.output.printJson(ended);
    if (ended.state !== 'succeeded') process.exitCode = 1;
  });
}
