/**
 * The plan of the data step: one task on all threads, its time by the measured rates of the factory, its memory by its threads alone.
 * Refuses: a bound without the input that it is asked of.
 */
import { SlipwayError, type StepPlan, type Wording } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import { defaultPipelineRecipe, estimateTasks, measuredRates } from '@slipway/text';
import { foreseeDisk } from './foresee-disk.ts';
import type { DataSpec } from './spec.ts';

/** Threads and their tables. */
const startMs = 2000;
const diskBytesPerSecond = 5e8;
/** Sorting beside the scan's threads, and a converter of PDF and Office files, which has a gigabyte. */
const besideBytes = 1.5e9;
/** An index of benchmarks, made on one core: bytes of their files a second, and its bytes for each of them, in every thread and once beside. */
const indexBytesPerSecond = 4e6;
const indexBytesPerByte = 7;

export function planData({ spec, inputs, machine }: PlanContext<DataSpec>): StepPlan {
  const { minPerplexity, maxPerplexity, minQualityScore, maxListedWords, maxListedShare } = spec;
  requireInput('perplexity', { minPerplexity, maxPerplexity }, inputs.perplexity);
  requireInput('classifier', { minQualityScore }, inputs.classifier);
  if (!spec.listedWords?.length) requireInput('words', { maxListedWords, maxListedShare }, inputs.words);
  const sizeBytes = inputs.documents?.[0]?.sizeBytes ?? 0;
  const benchmarkBytes = inputs.benchmarks?.[0]?.sizeBytes ?? 0;
  const work = foreseeTime(sizeBytes, spec, machine);
  const durationMs = work.durationMs + Math.round((benchmarkBytes / indexBytesPerSecond) * 1000);
  const memoryBytes = work.memoryBytes + benchmarkBytes * indexBytesPerByte * (machine.threads + 1);
  const [size, rate] = [
    (sizeBytes / 1e6).toFixed(1),
    (measuredRates.scanBytesPerSecond.lines / 1e6).toFixed(1),
  ];
  const first = benchmarkBytes > 0 ? wordIndex(benchmarkBytes) : undefined;
  return {
    tasks: [
      {
        name: 'data',
        after: [],
        slice: null,
        resources: { threads: 1, memoryBytes, diskBytes: foreseeDisk(sizeBytes), numGpus: 0 },
      },
    ],
    estimate: {
      durationMs,
      basis: {
        en: `${size} MB at about ${rate} MB/s a core, ${machine.threads} cores${first?.en ?? ''}; PDF and Office files take longer`,
        zh: `${size} MB，每核约每秒 ${rate} MB，${machine.threads} 核${first?.zh ?? ''}；PDF 与 Office 文件更慢`,
      },
    },
    outputs: { dataset: { sizeBytes, facts: {} } },
    notes: [],
  };
}

function wordIndex(numBytes: number): Wording {
  const [size, rate] = [(numBytes / 1e6).toFixed(1), (indexBytesPerSecond / 1e6).toFixed(1)];
  return {
    en: `, and before it an index of ${size} MB of benchmarks at about ${rate} MB/s`,
    zh: `；此前为 ${size} MB 基准题建索引，约每秒 ${rate} MB`,
  };
}

/** A plan of tasks of which there is one in each phase, on this machine alone; the network is its disk. */
function foreseeTime(
  sizeBytes: number,
  spec: DataSpec,
  { threads, memoryBytes }: PlanContext<DataSpec>['machine'],
): { durationMs: number; memoryBytes: number } {
  const duplicates = { exact: true, nearThreshold: spec.nearDuplicateThreshold, scope: spec.duplicateScope };
  const shape = { recipe: { ...defaultPipelineRecipe, duplicates }, numTasks: 1, numRanges: 1 };
  const machines = { numNodes: 1, numCores: threads, memoryBytes, networkBytesPerSecond: diskBytesPerSecond };
  const { phases } = estimateTasks(shape, { input: { lines: sizeBytes }, rates: measuredRates, machines });
  const work = phases.reduce((sum, { cpuSeconds, numCores }) => sum + cpuSeconds / numCores, 0);
  const scan = phases.find(({ phase }) => phase === 'scan');
  return {
    durationMs: Math.round(startMs + work * 1000),
    memoryBytes: (scan?.memoryBytes ?? 0) + besideBytes,
  };
}

function requireInput(
  role: string,
  bounds: Readonly<Record<string, number | undefined>>,
  given: readonly unknown[] = [],
): void {
  const bound = Object.keys(bounds).find((name) => bounds[name] !== undefined);
  if (given.length > 0 || bound === undefined) return;
  throw new SlipwayError({
    code: 'recipe-invalid',
    message: `"${bound}" is a bound on what "${role}" finds, an input that is not given`,
    hint: `Give "${role}", or leave out "${bound}".`,
  });
}
