/**
 * A model file loaded into an engine: weights, context, sequences and measured thread counts.
 * Invariant: what is returned is ready; on failure nothing stays loaded.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { cpus } from 'node:os';
import { SlipwayError } from '@slipway/contracts';
import type { Engine } from '@slipway/core';
import type { LlamaContext, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { type BatchOrder, createBatchOrder, type ThreadCounts } from './batch-order.ts';
import { calibrateThreads, type Trial } from './calibrate-threads.ts';
import { createLlamaEngine } from './llama-engine.ts';
import { openLlamaRuntime } from './llama-runtime.ts';

export interface LoadLlamaEngineOptions {
  /** A GGUF file. */
  modelPath: string;
  /** Tokens of prompt and answer together, per sequence. */
  contextTokens: number;
  /** How many requests run at once. */
  numSequences: number;
  /** Skips the measuring. */
  threads?: ThreadCounts;
  /** Keeps measured thread counts. */
  calibrationFile?: string;
  /** Digest of the model by which its calibration is kept; without one the file's size and first mebibyte stand for it. */
  modelDigest?: string;
}

/** llama.cpp shifts the context when its last cell is taken; these spare cells keep that from ever happening. */
const spareTokens = 16;
const trialTokens = 64;
const maxTrialVocabulary = 1024;

/**
 * Loads a model into this process.
 * @throws SlipwayError `engine-load-failed`
 */
export async function loadLlamaEngine(options: LoadLlamaEngineOptions): Promise<Engine> {
  const llama = await openLlamaRuntime();
  const order = createBatchOrder(options.threads ?? { decode: 1, prompt: 1 }, (count) => {
    llama.maxThreads = count;
  });
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel({ modelPath: options.modelPath });
    const context = await model.createContext({
      contextSize: options.contextTokens + spareTokens,
      sequences: options.numSequences,
      threads: { ideal: cpus().length, min: 1 },
      batching: { itemPrioritizationStrategy: (request) => order.prioritise(request) },
    });
    const sequences = Array.from({ length: options.numSequences }, () => context.getSequence());
    if (options.threads === undefined)
      order.threads = await measureThreads({ options, context, sequences, order });
    const { llamaCppRelease } = llama;
    return createLlamaEngine({
      model,
      context,
      sequences,
      order,
      contextTokens: options.contextTokens,
      engineVersion: llamaCppRelease.release,
    });
  } catch (cause) {
    await model?.dispose();
    throw new SlipwayError({
      code: 'engine-load-failed',
      message: `the model could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'check that the file is a whole GGUF of a supported architecture and that memory suffices for its context',
      cause,
    });
  }
}

async function measureThreads(load: {
  options: LoadLlamaEngineOptions;
  context: LlamaContext;
  sequences: readonly LlamaContextSequence[];
  order: BatchOrder;
}): Promise<ThreadCounts> {
  const { options, context, order } = load;
  const sequence = load.sequences[0] as LlamaContextSequence;
  const { modelPath, calibrationFile } = options;
  const sample = chooseTrialTokens(context.model);
  const trial: Trial = async (kind, threads) => {
    order.threads = { decode: threads, prompt: threads };
    if (sequence.nextTokenIndex + trialTokens > context.contextSize - spareTokens || kind === 'prompt') {
      await sequence.clearHistory();
    }
    const startedAt = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(kind === 'prompt' ? sample : sample.slice(0, 1));
    return performance.now() - startedAt;
  };
  const measured = await calibrateThreads({
    modelKey: options.modelDigest ?? (await fingerprintFile(modelPath)),
    trial,
    ...(calibrationFile === undefined ? {} : { file: calibrationFile }),
  });
  await sequence.clearHistory();
  return measured;
}

/** Tokens of the model's own vocabulary, however small; llama.cpp refuses others. */
function chooseTrialTokens(model: LlamaModel): Token[] {
  const known: Token[] = [];
  for (const token of model.iterateAllTokens()) if (known.push(token) === maxTrialVocabulary) break;
  return Array.from({ length: trialTokens }, (_, place) => known[(100 + place * 7) % known.length] as Token);
}

async function fingerprintFile(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, 1 << 20));
    await file.read(head, 0, head.length, 0);
    return createHash('sha256').update(String(size)).update(head).digest('hex');
  } finally {
    await file.close();
  }
}
