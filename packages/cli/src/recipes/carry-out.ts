/**
 * Carries out a recipe that a command has made: prints its plan with `--dry-run`, else runs and follows it, and says what its plans noted.
 */
import type { Client } from '@slipway/client';
import type { Digest, Recipe } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { nameOptions, namingOptions, type OptionNames } from '../data-recipe/name-options.ts';
import { followUntilStopped } from '../following/follow-until-stopped.ts';
import { fill } from '../messages/texts.ts';
import { printNotes, printPlan } from './print-plan.ts';

/**
 * @param options.wanted the step and the output that the command is about
 * @param options.names what the user typed for the recipe's fields, for errors about them
 * @returns the artifact that was made; undefined after a plan, and where the run did not succeed or was not followed to its end, which the exit code then says
 */
export async function carryOut(
  client: Client,
  recipe: Recipe,
  {
    context,
    dryRun,
    wanted,
    names,
  }: { context: CommandContext; dryRun: boolean; wanted: string; names?: OptionNames },
): Promise<Digest | undefined> {
  const body = { recipe, workingDirectory: process.cwd() };
  if (dryRun) {
    printPlan(await namingOptions(names, () => client.planRun({ body })), context);
    return undefined;
  }
  const { runId } = await namingOptions(names, () => client.startRun({ body }));
  context.output.note(fill(context.texts.runStarted, { id: runId }));
  const ended = await followUntilStopped(client, runId, {
    ...context,
    ...(names && { wordError: (error, step) => nameOptions(error, { names, step }) }),
  });
  if (ended === undefined) return undefined;
  const { steps } = ended;
  for (const one of steps) printNotes(one, context);
  const [step = '', output = ''] = wanted.split('.');
  const made = steps.find(({ name }) => name === step)?.outputs?.[output];
  if (made === undefined) process.exitCode = 1;
  return made;
}
