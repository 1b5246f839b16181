/**
 * What a plan of tasks takes on given machines: time, memory, disk and network of each phase.
 * Invariant: pure; plain arithmetic from rates and amounts, so that it can be followed on paper (`docs/scale.md`). A phase takes as long as
 * the slower of its processors and its network, and never less than its largest task.
 */
import type { InputFile } from '../pipeline/plan-units.ts';
import { reckonRepeats } from './estimate-repeats.ts';
import { classifyFormat, type FormatClass, type PipelineRates } from './measured-rates.ts';
import { threadBytes, type Work } from './phase-work.ts';
import { listPhases, type PhaseShape, type TaskPhase } from './task-plan.ts';

export interface Machines {
  numNodes: number;
  numCores: number;
  memoryBytes: number;
  /** Of each machine, to the shared folder. */
  networkBytesPerSecond: number;
}

export interface PhaseEstimate {
  phase: TaskPhase;
  numTasks: number;
  /** Of a task. */
  numCores: number;
  memoryBytes: number;
  /** Of the machine's own disk, a task. */
  scratchBytes: number;
  /** Tasks at once. */
  numAtOnce: number;
  numMachines: number;
  durationMs: number;
  cpuSeconds: number;
  readBytes: number;
  writtenBytes: number;
  bound: 'cores' | 'network';
}

export interface TasksEstimate {
  phases: readonly PhaseEstimate[];
  durationMs: number;
  machineHours: number;
  /** On the shared folder when all is made; the input not counted. */
  sharedDiskBytes: number;
  /** What stays of it: shards and card; parts may be removed. */
  resultBytes: number;
  networkBytes: number;
  amounts: Amounts;
}

export interface Amounts {
  inputBytes: number;
  numDocuments: number;
  numKept: number;
  numUnique: number;
  /** Of the unique ones. */
  textBytes: number;
  numTokens: number;
}

/** Bytes of the input by class of format. */
export type InputBytes = Readonly<Partial<Record<FormatClass, number>>>;

const signatureBytes = 512;
const numBands = 32;
const bandBytes = 16;
const digestBytes = 28;
const repeatBytes = 16;
/** Numbers that the card reads, a document. */
const columnBytes = 400;
const processBytes = 300e6;
/** More than 3 GiB a sorter does not take; of a small machine a quarter. */
const mostSortBytes = 4e9;
const sortShare = 0.25;
/** Of a candidate: twelve in union and places, up to eight more while lists grow; of a repeat twelve as it is told. */
const candidateBytes = 20;
const repeatHeldBytes = 12;
/** Of documents, those with a candidate; twice those that are repeats. */
const candidateFactor = 2;
const startSeconds = 10;

export function sumInput(files: readonly InputFile[]): InputBytes {
  const sums: Partial<Record<FormatClass, number>> = {};
  for (const { format, numBytes } of files) {
    const kind = classifyFormat(format);
    sums[kind] = (sums[kind] ?? 0) + numBytes;
  }
  return sums;
}

/** The input scaled to so many bytes, its mix of formats kept. */
export function scaleInput(input: InputBytes, numBytes: number): InputBytes {
  const total = sumBytes(input);
  return Object.fromEntries(
    Object.entries(input).map(([kind, some]) => [kind, (some * numBytes) / Math.max(1, total)]),
  );
}

export const sumBytes = (input: InputBytes) => Object.values(input).reduce((sum, some) => sum + some, 0);

export function estimateTasks(
  plan: PhaseShape,
  { input, rates, machines }: { input: InputBytes; rates: PipelineRates; machines: Machines },
): TasksEstimate {
  const amounts = reckonAmounts(input, rates);
  const tokenBytes = (plan.tokenizer?.vocabularySize ?? 0) > 0x10000 ? 4 : 2;
  const sortBytes = reckonSortBytes(machines.memoryBytes);
  const work = reckonWork({ input, amounts, rates, plan, tokenBytes, sortBytes });
  const phases = listPhases(plan).map(({ phase, numTasks }) =>
    estimatePhase({ phase, numTasks, work: work[phase], machines }),
  );
  const sum = (of: (phase: PhaseEstimate) => number) => phases.reduce((total, one) => total + of(one), 0);
  const resultBytes = plan.tokenizer ? amounts.numTokens * tokenBytes : 0;
  return {
    phases,
    durationMs: sum(({ durationMs }) => durationMs),
    machineHours: sum(({ durationMs, numMachines }) => (durationMs / 3.6e6) * numMachines),
    sharedDiskBytes: sum(({ writtenBytes }) => writtenBytes),
    resultBytes,
    networkBytes: sum(({ readBytes, writtenBytes }) => readBytes + writtenBytes),
    amounts,
  };
}

/** Memory that a task is to sort with. */
export function reckonSortBytes(memoryOfNode: number): number {
  return Math.min(mostSortBytes, memoryOfNode * sortShare);
}

function reckonAmounts(input: InputBytes, { shape }: PipelineRates): Amounts {
  const inputBytes = sumBytes(input);
  const numDocuments = inputBytes / shape.bytesPerDocument;
  const textBytes = inputBytes * shape.uniqueShare * shape.textShare;
  return {
    inputBytes,
    numDocuments,
    numKept: numDocuments * shape.keptShare,
    numUnique: numDocuments * shape.uniqueShare,
    textBytes,
    numTokens: textBytes / shape.bytesPerToken,
  };
}

interface Known {
  input: InputBytes;
  amounts: Amounts;
  rates: PipelineRates;
  plan: PhaseShape;
  tokenBytes: number;
  sortBytes: number;
}

function reckonWork(known: Known): Record<TaskPhase, Work> {
  const { input, amounts, rates, plan, tokenBytes, sortBytes } = known;
  const { inputBytes, numDocuments, textBytes, numTokens } = amounts;
  const partBytes = inputBytes * rates.shape.partBytesPerByte;
  const idBytes = numTokens * tokenBytes;
  const threaded = { isThreaded: true, memoryBytes: 0 };
  const scanSeconds = (Object.entries(input) as [FormatClass, number][]).reduce(
    (sum, [kind, some]) => sum + some / rates.scanBytesPerSecond[kind],
    0,
  );
  return {
    scan: { cpuSeconds: scanSeconds, readBytes: inputBytes, writtenBytes: partBytes, ...threaded },
    ...reckonDuplicates(known),
    ...reckonRepeats({
      ...{ textBytes, partBytes, sortBytes },
      ...{ numRanges: plan.numRanges, recipe: plan.recipe, rates: rates.repeats },
    }),
    tokens: {
      cpuSeconds: textBytes / rates.tokenBytesPerSecond,
      readBytes: partBytes,
      writtenBytes: idBytes,
      ...threaded,
    },
    shards: {
      cpuSeconds: numTokens / rates.shardTokensPerSecond,
      readBytes: idBytes,
      writtenBytes: idBytes,
      isThreaded: false,
      memoryBytes: threadBytes,
    },
    tally: {
      cpuSeconds: numDocuments / rates.tallyDocumentsPerSecond,
      readBytes: numDocuments * columnBytes,
      writtenBytes: 0,
      isThreaded: false,
      memoryBytes: threadBytes,
    },
    card: { cpuSeconds: 0, readBytes: 0, writtenBytes: 0, isThreaded: false, memoryBytes: threadBytes },
  };
}

function reckonDuplicates(known: Known): Record<'spread' | 'match' | 'gather' | 'join', Work> {
  const { amounts, rates, plan, sortBytes } = known;
  const { numRanges } = plan;
  const { numKept, numUnique } = amounts;
  const spreadBytes = numKept * (numBands * bandBytes + digestBytes);
  const signatures = numKept * signatureBytes;
  const numRepeats = numKept - numUnique;
  const repeats = numRepeats * repeatBytes;
  const numCandidates = numRepeats * candidateFactor;
  // A document alike another in all bands is met in every range that one of its bands falls to.
  const seenShare = 1 - (1 - 1 / numRanges) ** numBands;
  // Pairs that ranges tell of, most of them once more than another range.
  const told = repeats * Math.max(1, numRanges * seenShare);
  const held = (numSeen: number) => sortBytes + numSeen * candidateBytes + numRepeats * repeatHeldBytes;
  return {
    spread: {
      cpuSeconds: numKept / rates.spreadDocumentsPerSecond,
      readBytes: signatures,
      writtenBytes: spreadBytes,
      isThreaded: false,
      memoryBytes: threadBytes,
    },
    match: {
      cpuSeconds: numKept / rates.matchDocumentsPerSecond,
      // Each range reads all signatures once.
      readBytes: spreadBytes + signatures * numRanges,
      writtenBytes: told,
      isThreaded: false,
      memoryBytes: held(numCandidates * seenShare),
      scratchBytes: (2 * spreadBytes) / numRanges + numCandidates * seenShare * signatureBytes,
    },
    gather: {
      cpuSeconds: told / repeatBytes / rates.gatherPairsPerSecond,
      readBytes: told,
      writtenBytes: repeats,
      isThreaded: false,
      memoryBytes: threadBytes,
    },
    join: {
      cpuSeconds: numRepeats / rates.joinRepeatsPerSecond,
      readBytes: repeats * 2,
      writtenBytes: repeats,
      isThreaded: false,
      memoryBytes: held(numCandidates),
      scratchBytes: repeats * 2,
    },
  };
}

function estimatePhase({
  phase,
  numTasks,
  work,
  machines,
}: {
  phase: TaskPhase;
  numTasks: number;
  work: Work;
  machines: Machines;
}): PhaseEstimate {
  const { numNodes, numCores: coresOfNode, memoryBytes: memoryOfNode } = machines;
  const numCores = work.isThreaded ? coresOfNode : 1;
  const memoryBytes = processBytes + (work.isThreaded ? threadBytes * numCores : work.memoryBytes);
  const fitting = Math.max(1, Math.floor(memoryOfNode / memoryBytes));
  const perNode = Math.min(Math.floor(coresOfNode / numCores), fitting);
  const numAtOnce = Math.min(numTasks, numNodes * perNode);
  const numMachines = Math.min(numNodes, numAtOnce);
  const numRounds = Math.ceil(numTasks / numAtOnce);
  const cpuSeconds = work.cpuSeconds / numTasks / numCores;
  const networkSeconds =
    (work.readBytes + work.writtenBytes) /
    numTasks /
    (machines.networkBytesPerSecond / (numAtOnce / numMachines));
  return {
    phase,
    numTasks,
    numCores,
    memoryBytes: Math.round(memoryBytes),
    scratchBytes: Math.round(work.scratchBytes ?? 0),
    numAtOnce,
    numMachines,
    durationMs: Math.round((Math.max(cpuSeconds, networkSeconds) + startSeconds) * numRounds * 1000),
    cpuSeconds: Math.round(work.cpuSeconds),
    readBytes: Math.round(work.readBytes),
    writtenBytes: Math.round(work.writtenBytes),
    bound: cpuSeconds >= networkSeconds ? 'cores' : 'network',
  };
}
