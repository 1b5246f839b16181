/**
 * Plans the tasks of the data factory, and runs one of them: what `slipway data plan` and `slipway data task` do.
 */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import {
  chooseRanges,
  defaultPipelineRecipe,
  estimateTasks,
  type Machines,
  measuredRates,
  measureRates,
  type PipelineRates,
  type PipelineRecipe,
  planTasks,
  readTaskPlan,
  readTokenizerFile,
  runTask,
  scaleInput,
  sumInput,
  type TaskPhase,
  type TaskPlan,
  taskPhases,
} from '@slipway/text';
import { parseNumber } from '../arguments/parse-number.ts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { findOpener, listPlanInputs } from './list-plan-inputs.ts';
import { printEstimate } from './print-estimate.ts';
import { type Cluster, writeCluster } from './write-cluster.ts';

export interface PlanFlags {
  tasks?: string;
  tokenizer?: string;
  quality?: string;
  languages?: string;
  personalData?: string;
  repeatedLines?: string;
  repeatedStretches?: string;
  cluster?: string;
  nodes?: string;
  cores?: string;
  memoryGb?: string;
  networkGbps?: string;
  inputTb?: string;
  image?: string;
  volumeClaim?: string;
  out?: string;
  measure?: boolean;
}

export interface TaskFlags {
  phase: string;
  task: string;
  threads?: string;
  memoryGb?: string;
  scratch?: string;
}

/** Prints what the plan takes, and writes it where a folder is given. */
export async function planData(path: string, flags: PlanFlags, context: CommandContext): Promise<void> {
  const machines = readMachines(flags);
  const cluster = readCluster(flags);
  const { files, leftOut, notes } = await listPlanInputs(path, context);
  for (const note of notes) context.output.note(note[context.output.language]);
  const opener = findOpener(files, context);
  const recipe = makeRecipe(flags);
  const tokenizer = flags.tokenizer ? await readTokenizerFile(resolve(flags.tokenizer)) : undefined;
  const made = { files, recipe, ...(tokenizer ? { tokenizer } : {}) };
  const plan = planTasks({ ...made, numTasks: readCount(flags.tasks, 'tasks') ?? machines.numNodes * 4 });
  const rates = flags.measure
    ? await measureRates({
        ...made,
        ...measureHere(),
        opener,
        folder: resolve(flags.out ?? '.', '.slipway-sample'),
      })
    : measuredRates;
  const here = sumInput(files);
  const wanted = readCount(flags.inputTb, 'input-tb');
  const input = wanted === undefined ? here : scaleInput(here, wanted * 1e12);
  // What is reckoned with may be larger than what lies there: the tasks of the estimate are those that it would be cut into.
  const planned = wanted === undefined ? plan : { ...plan, ...scaleTasks(flags, machines) };
  const estimate = estimateTasks(planned, { input, rates, machines });
  const own = estimateTasks(plan, { input: here, rates, machines });
  const written = flags.out
    ? await writeCluster(resolve(flags.out), { plan, estimate: own, cluster, machines })
    : [];
  const isMeasured = flags.measure === true;
  const numFiles = wanted === undefined ? { numFiles: files.length } : {};
  printEstimate({ estimate, rates, isMeasured, machines, ...numFiles, leftOut, written }, context);
}

function scaleTasks(flags: PlanFlags, { numNodes }: Machines): Pick<TaskPlan, 'numTasks' | 'numRanges'> {
  const numTasks = readCount(flags.tasks, 'tasks') ?? numNodes * 4;
  return { numTasks, numRanges: chooseRanges(numTasks) };
}

function measureHere(): { numThreads: number; origin: string; table: PipelineRates } {
  const day = new Date().toISOString().slice(0, 10);
  const origin = `${day}, ${cpus()[0]?.model.trim() || process.arch}`;
  return { numThreads: availableParallelism(), origin, table: measuredRates };
}

function makeRecipe(flags: PlanFlags): PipelineRecipe {
  const { quality, languages, personalData } = flags;
  return {
    ...defaultPipelineRecipe,
    ...readRepeats(flags),
    ...(quality === undefined ? {} : { quality: { '*': quality as PipelineRecipe['quality'][string] } }),
    ...(languages === undefined ? {} : { languages: languages.split(',') }),
    ...(personalData === undefined ? {} : { personalData: personalData as PipelineRecipe['personalData'] }),
  };
}

function readRepeats({ repeatedLines, repeatedStretches }: PlanFlags): Pick<PipelineRecipe, 'repeats'> {
  const kind = (['line', 'paragraph'] as const).find((name) => name === repeatedLines);
  if (repeatedLines !== undefined && kind === undefined)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `"${repeatedLines}" is nothing that is cut out`,
      hint: 'Give --repeated-lines line, or --repeated-lines paragraph.',
    });
  const minBytes =
    repeatedStretches === undefined
      ? undefined
      : parseNumber(repeatedStretches, 'repeated-stretches', { min: 32, max: 1_000_000 });
  const repeats = {
    ...(kind ? { lines: { kind, span: 1 } } : {}),
    ...(minBytes === undefined ? {} : { stretches: { minBytes } }),
  };
  return Object.keys(repeats).length > 0 ? { repeats } : {};
}

const readCount = (text: string | undefined, name: string) =>
  text === undefined ? undefined : parseNumber(text, name, { min: 1, max: 1_000_000 });

function readMachines({ nodes, cores, memoryGb, networkGbps }: PlanFlags): Machines {
  return {
    numNodes: readCount(nodes, 'nodes') ?? 1,
    numCores: readCount(cores, 'cores') ?? availableParallelism(),
    memoryBytes: (readCount(memoryGb, 'memory-gb') ?? Math.max(1, Math.floor(totalmem() / 1e9))) * 1e9,
    networkBytesPerSecond: ((readCount(networkGbps, 'network-gbps') ?? 10) * 1e9) / 8,
  };
}

function readCluster({ cluster, image, volumeClaim }: PlanFlags): Cluster {
  if (cluster === undefined) return { kind: 'none' };
  if (cluster === 'slurm') return { kind: 'slurm' };
  if (cluster === 'kubernetes' && image && volumeClaim) return { kind: 'kubernetes', image, volumeClaim };
  throw new SlipwayError({
    code: 'argument-invalid',
    message:
      cluster === 'kubernetes' ? 'an image and a volume claim are needed' : `"${cluster}" is no cluster`,
    hint: 'Give --cluster slurm, or --cluster kubernetes --image IMAGE --volume-claim CLAIM.',
  });
}

/** Runs one task of a plan that was written. */
export async function runPlanTask(path: string, flags: TaskFlags, context: CommandContext): Promise<void> {
  const phase = taskPhases.find((name) => name === flags.phase);
  if (!phase) throw noPhase(flags.phase);
  const { output, texts } = context;
  const task = parseNumber(flags.task, 'task', { min: 0, max: 1_000_000 });
  const memoryGb = readCount(flags.memoryGb, 'memory-gb');
  const plan = await readTaskPlan(path);
  const { isNew } = await runTask({
    plan,
    opener: findOpener(plan.files, context),
    folder: dirname(resolve(path)),
    phase,
    task,
    numThreads: readCount(flags.threads, 'threads') ?? availableParallelism(),
    ...(memoryGb === undefined ? {} : { memoryBytes: memoryGb * 1e9 }),
    ...(flags.scratch === undefined
      ? {}
      : { scratchFolder: resolve(flags.scratch, `slipway-${process.pid}`) }),
    ...(context.signal ? { signal: context.signal } : {}),
    onProgress: ({ done, total, unit }) => {
      const format = unit === 'bytes' ? formatBytes : formatCount;
      output.draw(
        `${phase} ${task}: ${format(done)} / ${format(total)}${unit === 'bytes' ? '' : ` ${unit}`}`,
      );
    },
  });
  output.endLine();
  if (output.isJson) output.printJson({ phase, task, isNew });
  else output.print(fill(isNew ? texts.taskDone : texts.taskFound, { phase, task }));
}

function noPhase(given: string): SlipwayError {
  const phases: readonly TaskPhase[] = taskPhases;
  return new SlipwayError({
    code: 'argument-invalid',
    message: `"${given}" is no phase`,
    hint: `The phases are ${phases.join(', ')}.`,
  });
}
