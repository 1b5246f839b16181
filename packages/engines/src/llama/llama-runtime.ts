/**
 * The one llama.cpp runtime of this process, loaded when the first model is.
 * Invariant: prebuilt binaries only, nothing is compiled or downloaded; a GPU is used where there is one.
 * Its thread limit is changed before each batch by whoever decodes, so several models in one process stay correct but share threads.
 */
import { cpus } from 'node:os';
import { SlipwayError } from '@slipway/contracts';
import type { Llama } from 'node-llama-cpp';

let runtime: Promise<Llama> | undefined;

/**
 * @returns the runtime, the same one each time
 * @throws SlipwayError `engine-load-failed`
 */
export function openLlamaRuntime(): Promise<Llama> {
  runtime ??= startRuntime();
  return runtime;
}

async function startRuntime(): Promise<Llama> {
  try {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
    return await getLlama({
      gpu: 'auto',
      build: 'never',
      logLevel: LlamaLogLevel.error,
      progressLogs: false,
      maxThreads: cpus().length,
    });
  } catch (cause) {
    runtime = undefined;
    throw new SlipwayError({
      code: 'engine-load-failed',
      message: `llama.cpp could not be started: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'reinstall the dependencies: node-llama-cpp brings a binary for Linux, macOS and Windows on x64 and arm64',
      cause,
    });
  }
}
