/**
 * `slipway runs`: lists runs, or shows one with its steps and what those that stand still wait for, or follows one to its end.
 */
import {
  type Run,
  type RunId,
  type RunSummary,
  runId as runIdSchema,
  type StepStatus,
} from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import { parseNumber } from '../arguments/parse-number.ts';
import type { CommandContext } from '../context/command-context.ts';
import { followUntilStopped } from '../following/follow-until-stopped.ts';
import type { Language } from '../messages/language.ts';
import { formatDuration } from '../output/duration.ts';
import { explainError } from '../output/explain-error.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const runs: Command = {
  register: (program, contextOf) => {
    program
      .command('runs [id]')
      .description('List runs, or show one')
      .option('--limit <n>', 'how many', '20')
      .option('--follow', 'go on until the run ends')
      .action(async (id: string | undefined, options: { limit: string; follow?: boolean }) => {
        const context = await contextOf();
        if (id !== undefined && options.follow) await follow(context, id);
        else if (id === undefined)
          await listRuns(context, parseNumber(options.limit, 'limit', { min: 1, max: 1000 }));
        else await showRun(context, id);
      });
  },
};

async function listRuns(context: CommandContext, limit: number): Promise<void> {
  const { output, texts } = context;
  const answer = await context.withClient((client) => client.listRuns({ query: { limit } }));
  if (output.isJson) return output.printJson(answer);
  if (answer.runs.length === 0) return output.print(texts.nothingYet);
  output.print(
    renderTable<RunSummary>(answer.runs, [
      { title: texts.run, value: (run) => run.id },
      { title: texts.recipe, value: (run) => run.recipe },
      { title: texts.state, value: (run) => texts[run.state] },
      { title: texts.step, value: (run) => `${run.numStepsDone}/${run.numSteps}`, align: 'right' },
      { title: texts.started, value: (run) => run.createdAt.slice(0, 19).replace('T', ' ') },
      {
        title: texts.duration,
        value: (run) => formatDuration(measure(run), output.language),
        align: 'right',
      },
    ]),
  );
}

async function showRun(context: CommandContext, id: string): Promise<void> {
  const { output, texts } = context;
  const params = { id: parseId(runIdSchema, id, 'run') };
  const run: Run = await context.withClient((client) => client.showRun({ params }));
  if (output.isJson) return output.printJson(run);
  output.print(`${run.id}  ${run.recipe}  ${texts[run.state]}`);
  output.print(
    renderTable(run.steps, [
      { title: texts.step, value: (step) => step.name },
      { title: texts.stage, value: (step) => step.stage },
      { title: texts.state, value: (step) => texts[step.state] },
      {
        title: texts.duration,
        value: (step) => describeDuration(step, output.language),
        align: 'right',
      },
      {
        title: texts.digest,
        value: (step) =>
          Object.values(step.outputs)
            .map((one) => one.slice(7, 19))
            .join(' '),
      },
    ]),
  );
  for (const { name, waitingFor } of run.steps)
    if (waitingFor) output.print(`${name}: ${texts.waiting}: ${waitingFor[output.language]}`);
  for (const step of run.steps)
    if (step.error) output.print(`${step.name}: ${explainError(step.error, output.language).join('\n  ')}`);
}

async function follow(context: CommandContext, id: string): Promise<void> {
  const runId = parseId(runIdSchema, id, 'run') as RunId;
  const ended = await context.withClient((client) => followUntilStopped(client, runId, context));
  if (ended === undefined) return;
  if (context.output.isJson) context.output.printJson(ended);
  if (ended.state !== 'succeeded') process.exitCode = 1;
}

/** A running step has spent what has gone by since it began; one that waits, nothing worth a number. */
function describeDuration(step: StepStatus, language: Language): string {
  const { state, startedAt, durationMs } = step;
  if (state === 'running' && startedAt !== undefined)
    return formatDuration(Date.now() - Date.parse(startedAt), language);
  return state === 'waiting' || state === 'skipped' ? '' : formatDuration(durationMs ?? 0, language);
}

function measure(run: RunSummary): number {
  return Date.parse(run.endedAt ?? new Date().toISOString()) - Date.parse(run.createdAt);
}
