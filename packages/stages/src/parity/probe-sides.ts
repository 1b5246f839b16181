/**
 * Puts the fixed texts through both sides of a hand-over.
 * Invariant: the side to be proven runs in a process of its own, because llama.cpp ends its process on files that are wrong in some ways,
 * and the gate must live to say so.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, Probe } from '@slipway/contracts';
import { type Engine, type RunContext, standardProbeSet } from '@slipway/core';
import { connectEngine, loadLlamaEngine, probeEngine, spawnEngineProcess } from '@slipway/engines';
import type { ParitySpec } from './spec.ts';
import { type ProbeRequest, probeOutput, probeWorker, toProbe } from './worker.ts';

/** Room for the longest fixed text in any vocabulary. */
const contextTokens = 1024;
const numTop = 16;

/** Files of a hand-over. */
export interface Sides {
  reference: string;
  model: string;
  /** Folder of a PEFT adapter. */
  adapter?: string;
}

/** The side that is trusted: PyTorch in fp32 where the hand-over is a merge, the file before otherwise. */
export async function probeReference(context: RunContext<ParitySpec>, sides: Sides): Promise<Probe> {
  const { threads } = context.machine;
  if (context.spec.handover === 'quantise') {
    const counts = { decode: threads, prompt: threads };
    return useEngine(
      await loadLlamaEngine({
        modelPath: sides.reference,
        contextTokens,
        numSequences: 1,
        threads: counts,
      }),
    );
  }
  const outputPath = join(context.scratchDirectory, 'reference.json');
  const request: ProbeRequest = {
    command: 'probe',
    base: { path: sides.reference },
    ...(sides.adapter === undefined ? {} : { adapter: sides.adapter }),
    dtype: 'float32',
    threads,
    topK: numTop,
    ...standardProbeSet,
    outputPath,
  };
  await context.workers.run({
    ...probeWorker,
    request: request as unknown as Json,
    signal: context.signal,
    onMessage: (message) => context.log.debug('worker-message', { type: message.type }),
  });
  return toProbe(probeOutput.parse(JSON.parse(await readFile(outputPath, 'utf8'))));
}

/**
 * The side to be proven.
 * @throws SlipwayError `engine-load-failed`, `engine-crashed` where no engine can run the file
 */
export async function probeCandidate(context: RunContext<ParitySpec>, modelPath: string): Promise<Probe> {
  const { threads } = context.machine;
  const process = await spawnEngineProcess({
    config: {
      modelPath,
      contextTokens,
      numSequences: 1,
      threads: { decode: threads, prompt: threads },
      directory: join(context.scratchDirectory, 'engine'),
      token: randomBytes(32).toString('hex'),
    },
    onLog: (line) => context.log.debug('engine-said', { line }),
    signal: context.signal,
  });
  try {
    return await useEngine(connectEngine(process.address));
  } finally {
    await process.stop();
  }
}

async function useEngine(engine: Engine): Promise<Probe> {
  try {
    return await probeEngine(engine, standardProbeSet);
  } finally {
    await engine.dispose();
  }
}
