/**
 * Measures the rates of all phases on a sample of the input, by running them.
 * Invariant: rates are for one core, in CPU time of this process with its threads, so other work on the machine says little.
 * Files of a company are converted in processes whose CPU time is not ours: theirs is the time that passes, on all threads.
 * Refuses: to measure what the sample does not have, or has too little of to say more than how long a start takes; there the table's
 * numbers stay.
 */
import { readFile, rm, stat } from 'node:fs/promises';
import { type DataCard, SlipwayError } from '@slipway/contracts';
import type { PartReference } from '../pipeline/list-parts.ts';
import type { InputFile } from '../pipeline/plan-units.ts';
import type { SortedPass } from '../pipeline/repeat-pass.ts';
import type { InputOpener } from '../sources/input-opener.ts';
import { listAllParts } from './list-task-parts.ts';
import { classifyFormat, type FormatClass, type InputShape, type PipelineRates } from './measured-rates.ts';
import { runTask } from './run-task.ts';
import { cardPath } from './task-folder.ts';
import { listPhases, type PlanTasksOptions, passPhases, planTasks, type TaskPhase } from './task-plan.ts';

export interface MeasureOptions extends Pick<PlanTasksOptions, 'files' | 'recipe' | 'aids' | 'tokenizer'> {
  /** Is emptied first and removed afterwards. */
  folder: string;
  numThreads: number;
  /** Said of the numbers: the day and the machine. */
  origin: string;
  /** What stays where the sample says nothing. */
  table: PipelineRates;
  /** Of the sample; 64 MB unless said otherwise. */
  sampleBytes?: number;
  /** What took less says nothing; a second unless said otherwise. */
  leastSeconds?: number;
  /** For inputs that are no files. */
  opener?: InputOpener | undefined;
  signal?: AbortSignal;
}

interface Measured {
  card: DataCard;
  parts: readonly PartReference[];
  partBytes: number;
  /** CPU seconds of each phase. */
  seconds: Readonly<Partial<Record<TaskPhase, number>>>;
}

const defaultSampleBytes = 64e6;
const defaultLeastSeconds = 1;
const microsecondsPerSecond = 1e6;

/**
 * Runs the plan of a sample in one task a phase.
 * @throws SlipwayError `argument-invalid` where every file is larger than the sample may be
 */
export async function measureRates(options: MeasureOptions): Promise<PipelineRates> {
  const { files, table, origin, folder, sampleBytes = defaultSampleBytes } = options;
  const { leastSeconds = defaultLeastSeconds } = options;
  const sample = chooseSample(files, sampleBytes);
  if (sample.size === 0)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `no file is smaller than the sample's ${sampleBytes / 1e6} MB`,
      hint: 'Measure on a folder with a piece of the input.',
    });
  const scanBytesPerSecond = { ...table.scanBytesPerSecond };
  let largest: Measured | undefined;
  try {
    for (const [kind, some] of sample) {
      const measured = await measureFiles(some, options);
      const numBytes = some.reduce((sum, file) => sum + file.numBytes, 0);
      if ((measured.seconds.scan ?? 0) >= leastSeconds)
        scanBytesPerSecond[kind] = numBytes / (measured.seconds.scan ?? 1);
      if (!largest || measured.card.input.numBytes > largest.card.input.numBytes) largest = measured;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    ...table,
    ...(largest ? readRates(largest, { table, leastSeconds }) : {}),
    scanBytesPerSecond,
    origin,
  };
}

/** Whole files of each class of format, spread over the list, of about so many bytes together. */
export function chooseSample(
  files: readonly InputFile[],
  mostBytes: number,
): ReadonlyMap<FormatClass, InputFile[]> {
  const small = files.filter(({ numBytes }) => numBytes <= mostBytes);
  const total = small.reduce((sum, { numBytes }) => sum + numBytes, 0);
  const step = Math.max(1, Math.round(total / mostBytes));
  const classes = new Map<FormatClass, InputFile[]>();
  for (const file of small.filter((_, place) => place % step === 0)) {
    const kind = classifyFormat(file.format);
    classes.set(kind, [...(classes.get(kind) ?? []), file]);
  }
  return classes;
}

async function measureFiles(files: readonly InputFile[], options: MeasureOptions): Promise<Measured> {
  const { folder, recipe, aids, tokenizer, numThreads, opener, signal } = options;
  await rm(folder, { recursive: true, force: true });
  const plan = planTasks({
    files,
    recipe,
    numTasks: 1,
    ...(aids ? { aids } : {}),
    ...(tokenizer ? { tokenizer } : {}),
  });
  const seconds: Partial<Record<TaskPhase, number>> = {};
  for (const { phase } of listPhases(plan)) {
    const [before, startedAt] = [process.cpuUsage(), performance.now()];
    await runTask({ plan, folder, phase, task: 0, numThreads, opener, ...(signal ? { signal } : {}) });
    const { user, system } = process.cpuUsage(before);
    const isElsewhere = phase === 'scan' && files.some(({ format }) => classifyFormat(format) === 'office');
    seconds[phase] = isElsewhere
      ? ((performance.now() - startedAt) / 1000) * numThreads
      : (user + system) / microsecondsPerSecond;
  }
  const parts = await listAllParts({ folder, plan });
  const sizes = await Promise.all(parts.map(async ({ path }) => (await stat(path)).size));
  const card = JSON.parse(await readFile(cardPath(folder), 'utf8')) as DataCard;
  return { card, parts, seconds, partBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function readRates(
  { card, parts, seconds, partBytes }: Measured,
  { table, leastSeconds }: { table: PipelineRates; leastSeconds: number },
): Omit<PipelineRates, 'origin' | 'scanBytesPerSecond' | 'gatherPairsPerSecond'> {
  const { input, funnel, tokens } = card;
  const unique = funnel.at(-1)?.kept ?? input;
  const kept = funnel.at(-2)?.kept ?? unique;
  const textBytes = parts.reduce((sum, { facts }) => sum + facts.numTextBytes, 0);
  const tokenised = Object.values(tokens?.languages ?? {}).reduce((sum, { numBytes }) => sum + numBytes, 0);
  const numTokens = tokens?.numTokens ?? 0;
  const shape: InputShape = {
    bytesPerDocument: divide(input.numBytes, input.numDocuments),
    keptShare: divide(kept.numDocuments, input.numDocuments),
    uniqueShare: divide(unique.numDocuments, input.numDocuments),
    textShare: divide(textBytes, kept.numBytes),
    bytesPerToken: numTokens > 0 ? tokenised / numTokens : table.shape.bytesPerToken,
    partBytesPerByte: divide(partBytes, input.numBytes),
  };
  const repeats = kept.numDocuments - unique.numDocuments;
  const orTable = (numDone: number, phase: TaskPhase, rate: number) =>
    numDone > 0 && (seconds[phase] ?? 0) > leastSeconds ? numDone / (seconds[phase] ?? 1) : rate;
  return {
    spreadDocumentsPerSecond: orTable(kept.numDocuments, 'spread', table.spreadDocumentsPerSecond),
    matchDocumentsPerSecond: orTable(kept.numDocuments, 'match', table.matchDocumentsPerSecond),
    joinRepeatsPerSecond: orTable(repeats, 'join', table.joinRepeatsPerSecond),
    repeats: readRepeats((textBytes * unique.numDocuments) / Math.max(1, kept.numDocuments), {
      seconds,
      table,
      leastSeconds,
    }),
    tokenBytesPerSecond: orTable(tokenised, 'tokens', table.tokenBytesPerSecond),
    shardTokensPerSecond: orTable(numTokens, 'shards', table.shardTokensPerSecond),
    tallyDocumentsPerSecond: orTable(input.numDocuments, 'tally', table.tallyDocumentsPerSecond),
    shape,
  };
}

/** Of the passes that were run; the table's rates of the others. */
function readRepeats(
  textBytes: number,
  {
    seconds,
    table,
    leastSeconds,
  }: Pick<Measured, 'seconds'> & { table: PipelineRates; leastSeconds: number },
): PipelineRates['repeats'] {
  const read = (pass: SortedPass, kind: 'mark' | 'match' | 'cut') => {
    const taken = seconds[passPhases[pass][kind]] ?? 0;
    return taken > leastSeconds ? textBytes / taken : table.repeats[pass][kind];
  };
  const readPass = (pass: SortedPass) => ({
    mark: read(pass, 'mark'),
    match: read(pass, 'match'),
    cut: read(pass, 'cut'),
  });
  return {
    'repeated-lines': readPass('repeated-lines'),
    'repeated-stretches': readPass('repeated-stretches'),
  };
}

function divide(amount: number, by: number): number {
  return amount / Math.max(1, by);
}
