/**
 * Prints what a plan of tasks takes: phase by phase, in all, and where each number comes from.
 * Invariant: what was not counted is called an estimate, with its basis; a phase has its name in words beside the one that
 * `slipway data task --phase` takes.
 */
import { wordData } from '@slipway/contracts';
import type { LeftOut } from '@slipway/stages/documents';
import {
  type Machines,
  type PhaseEstimate,
  type PipelineRates,
  passPhases,
  type TaskPhase,
  type TasksEstimate,
} from '@slipway/text';
import type { CommandContext } from '../context/command-context.ts';
import { formatShare } from '../data-card/sum-up-card.ts';
import type { Language } from '../messages/language.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { formatBytes, formatCount, formatDuration } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

export interface PrintedPlan {
  estimate: TasksEstimate;
  rates: PipelineRates;
  /** Whether the rates are of a sample of the input; they are the table's otherwise. */
  isMeasured: boolean;
  machines: Machines;
  /** Files of the input; nothing where more is reckoned with than lies there. */
  numFiles?: number;
  /** What of the input no task reads. */
  leftOut: LeftOut;
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
  for (const line of tellInput(plan, texts)) output.print(line);
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
  for (const line of listShortages(plan, context)) output.print(paint.signal(line));
  output.print(`\n${fill(texts.planRates, { origin: plan.rates.origin })}`);
  output.print(
    renderTable(listRates(plan.rates, output.language), [
      { title: texts.step, value: ([name]) => name },
      { title: texts.number, value: ([, rate]) => rate, align: 'right' },
    ]),
  );
  for (const path of plan.written) output.print(fill(texts.planWritten, { path }));
}

/** The input, and what the numbers of documents and tokens are estimated from. */
function tellInput({ estimate, rates, isMeasured, numFiles }: PrintedPlan, texts: Texts): [string, string] {
  const { inputBytes, numDocuments, numUnique, numTokens } = estimate.amounts;
  const { bytesPerDocument, uniqueShare, bytesPerToken } = rates.shape;
  const input = fill(numFiles === undefined ? texts.planScaled : texts.planInput, {
    size: formatBytes(inputBytes),
    ...(numFiles === undefined ? {} : { files: formatCount(numFiles) }),
    documents: formatEstimate(numDocuments),
    kept: formatEstimate(numUnique),
    tokens: formatEstimate(numTokens),
  });
  const basis = fill(isMeasured ? texts.planSampled : texts.planAssumed, {
    bytes: formatBytes(bytesPerDocument),
    kept: formatShare(uniqueShare, 1),
    ratio: bytesPerToken.toFixed(2),
  });
  return [input, paint.past(basis)];
}

const formatEstimate = (count: number) => (count > 0 && count < 0.5 ? '< 1' : formatCount(count));

function columnsOf({ texts, output }: CommandContext) {
  const right = 'right' as const;
  return [
    { title: texts.step, value: ({ phase }: PhaseEstimate) => wordData('phase', phase, output.language) },
    { title: '--phase', value: ({ phase }: PhaseEstimate) => phase },
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
function listShortages({ estimate, machines }: PrintedPlan, { texts, output }: CommandContext): string[] {
  return estimate.phases
    .filter(({ memoryBytes }) => memoryBytes > machines.memoryBytes)
    .map(({ phase, memoryBytes }) =>
      fill(texts.planTooLarge, {
        phase: wordData('phase', phase, output.language),
        memory: formatBytes(memoryBytes),
      }),
    );
}

function listRates(rates: PipelineRates, language: Language): [string, string][] {
  const { shape, scanBytesPerSecond } = rates;
  const phase = (name: TaskPhase, amount: string): [string, string] => [
    wordData('phase', name, language),
    `${amount}/s`,
  ];
  const planned = (name: string, amount: string): [string, string] => [
    wordData('planned', name, language),
    amount,
  ];
  return [
    ...Object.entries(scanBytesPerSecond).map(([kind, rate]) => planned(kind, `${formatBytes(rate)}/s`)),
    phase('spread', formatCount(rates.spreadDocumentsPerSecond)),
    phase('match', formatCount(rates.matchDocumentsPerSecond)),
    phase('gather', formatCount(rates.gatherPairsPerSecond)),
    phase('join', formatCount(rates.joinRepeatsPerSecond)),
    ...Object.entries(passPhases).flatMap(([pass, phases]) =>
      Object.entries(phases).map(([kind, name]) => {
        const rate = rates.repeats[pass as keyof typeof passPhases][kind as keyof typeof phases];
        return phase(name, formatBytes(rate));
      }),
    ),
    phase('tokens', formatBytes(rates.tokenBytesPerSecond)),
    phase('shards', formatCount(rates.shardTokensPerSecond)),
    phase('tally', formatCount(rates.tallyDocumentsPerSecond)),
    planned('bytesPerDocument', formatCount(shape.bytesPerDocument)),
    ...(['keptShare', 'uniqueShare', 'textShare', 'bytesPerToken', 'partBytesPerByte'] as const).map((name) =>
      planned(name, shape[name].toFixed(2)),
    ),
  ];
}
