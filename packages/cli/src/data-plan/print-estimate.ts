/**
 * Prints what a plan of tasks takes: phase by phase, in all, and where each number comes from.
 */
import {
  type Machines,
  type PhaseEstimate,
  type PipelineRates,
  passPhases,
  type TasksEstimate,
} from '@slipway/text';
import type { CommandContext } from '../context/command-context.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { formatBytes, formatCount, formatDuration } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

export interface PrintedPlan {
  estimate: TasksEstimate;
  rates: PipelineRates;
  machines: Machines;
  /** Paths of files that were written. */
  written: readonly string[];
}

export function printEstimate(plan: PrintedPlan, context: CommandContext): void {
  const { output, texts } = context;
  if (output.isJson) {
    output.printJson(plan);
    return;
  }
  const { estimate, machines } = plan;
  const { amounts } = estimate;
  output.print(
    fill(texts.planInput, {
      size: formatBytes(amounts.inputBytes),
      documents: formatCount(amounts.numDocuments),
      kept: formatCount(amounts.numUnique),
      tokens: formatCount(amounts.numTokens),
    }),
  );
  output.print(
    fill(texts.planMachines, {
      nodes: machines.numNodes,
      cores: machines.numCores,
      memory: formatBytes(machines.memoryBytes),
      network: Math.round((machines.networkBytesPerSecond * 8) / 1e9),
    }),
  );
  output.print(`\n${renderTable(estimate.phases, columnsOf(context))}\n`);
  output.print(
    fill(texts.factoryTotal, {
      time: formatDuration(estimate.durationMs, output.language),
      hours: formatCount(Math.ceil(estimate.machineHours)),
      disk: formatBytes(estimate.sharedDiskBytes),
      result: formatBytes(estimate.resultBytes),
      network: formatBytes(estimate.networkBytes),
    }),
  );
  for (const line of listShortages(plan, texts)) output.print(paint.signal(line));
  output.print(`\n${fill(texts.planRates, { origin: plan.rates.origin })}`);
  output.print(
    renderTable(listRates(plan.rates), [
      { title: texts.step, value: ([name]) => name },
      { title: texts.rate, value: ([, rate]) => rate, align: 'right' },
    ]),
  );
  for (const path of plan.written) output.print(fill(texts.planWritten, { path }));
}

function columnsOf({ texts, output }: CommandContext) {
  const right = 'right' as const;
  return [
    { title: texts.step, value: ({ phase }: PhaseEstimate) => phase },
    { title: texts.tasks, value: (one: PhaseEstimate) => formatCount(one.numTasks), align: right },
    { title: texts.atOnce, value: (one: PhaseEstimate) => formatCount(one.numAtOnce), align: right },
    {
      title: texts.duration,
      value: (one: PhaseEstimate) => formatDuration(one.durationMs, output.language),
      align: right,
    },
    { title: texts.memory, value: (one: PhaseEstimate) => formatBytes(one.memoryBytes), align: right },
    { title: texts.scratch, value: (one: PhaseEstimate) => formatBytes(one.scratchBytes), align: right },
    { title: texts.reads, value: (one: PhaseEstimate) => formatBytes(one.readBytes), align: right },
    { title: texts.writes, value: (one: PhaseEstimate) => formatBytes(one.writtenBytes), align: right },
    {
      title: texts.boundBy,
      value: (one: PhaseEstimate) => (one.bound === 'cores' ? texts.boundCores : texts.boundNetwork),
    },
  ];
}

/** Phases whose task does not fit into a machine. */
function listShortages({ estimate, machines }: PrintedPlan, texts: Texts): string[] {
  return estimate.phases
    .filter(({ memoryBytes }) => memoryBytes > machines.memoryBytes)
    .map(({ phase, memoryBytes }) => fill(texts.planTooLarge, { phase, memory: formatBytes(memoryBytes) }));
}

function listRates(rates: PipelineRates): [string, string][] {
  const { shape, scanBytesPerSecond } = rates;
  const perSecond = (amount: number) => `${formatCount(amount)}/s`;
  return [
    ...Object.entries(scanBytesPerSecond).map(([kind, rate]): [string, string] => [
      `scan ${kind}`,
      `${formatBytes(rate)}/s`,
    ]),
    ['spread', perSecond(rates.spreadDocumentsPerSecond)],
    ['match', perSecond(rates.matchDocumentsPerSecond)],
    ['gather', perSecond(rates.gatherPairsPerSecond)],
    ['join', perSecond(rates.joinRepeatsPerSecond)],
    ...Object.entries(passPhases).flatMap(([pass, phases]) =>
      Object.entries(phases).map(([kind, phase]): [string, string] => {
        const rate = rates.repeats[pass as keyof typeof passPhases][kind as keyof typeof phases];
        return [phase, `${formatBytes(rate)}/s`];
      }),
    ),
    ['tokens', `${formatBytes(rates.tokenBytesPerSecond)}/s`],
    ['shards', perSecond(rates.shardTokensPerSecond)],
    ['tally', perSecond(rates.tallyDocumentsPerSecond)],
    ['bytesPerDocument', formatCount(shape.bytesPerDocument)],
    ...(['keptShare', 'uniqueShare', 'textShare', 'bytesPerToken', 'partBytesPerByte'] as const).map(
      (name): [string, string] => [name, shape[name].toFixed(2)],
    ),
  ];
}
