/**
 * The attempt process: wires one task of one stage to the store, the workers and the server, and runs it.
 * Invariant: standard output carries messages only, each written whole before the next step is taken.
 */
import { join } from 'node:path';
import { type AttemptMessage, SlipwayError } from '@slipway/contracts';
import {
  type Configuration,
  createLogger,
  createMessageWriter,
  createWorkerRunner,
  ensurePythonEnvironment,
  hostAttempt,
  type Logger,
  openS3Objects,
  readAttemptRequest,
} from '@slipway/core';
import { stages } from '@slipway/stages';
import { describeNetwork } from '../services/describe-network.ts';
import { openStore } from '../services/open-store.ts';
import { connectDeployments } from './deployment-client.ts';

const tellEveryMs = 1000;
const maxActivityCharacters = 80;

export interface RunAttemptOptions {
  /** Path of the request file. */
  request: string;
  configuration: Configuration;
  /** Folder of a worker's package by its environment's name. */
  workerDirectory(name: string): string;
}

/** @returns the exit code */
export async function runAttempt(options: RunAttemptOptions): Promise<number> {
  const request = await readAttemptRequest(options.request);
  const configuration = { ...options.configuration, home: request.home };
  const stage = stages[request.stage];
  if (!stage)
    throw new SlipwayError({ code: 'stage-unknown', message: `there is no stage "${request.stage}"` });
  const log = createLogger();
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  const { signal } = ending;
  const write = createMessageWriter(1);
  const workers = createWorkerRunner({
    log,
    resolveEnvironment: (name) =>
      ensurePythonEnvironment({
        environmentsDirectory: configuration.environmentsDirectory,
        name,
        requirementsFiles: [join(options.workerDirectory(name), 'requirements.txt')],
        sourceDirectory: options.workerDirectory(name),
        pythonPath: configuration.python,
        indexUrl: configuration.mirrors.pypi,
        onProgress: tellPreparation(write, log),
        signal,
      }),
  });
  return hostAttempt({
    request,
    stage,
    store: openStore(configuration),
    workers,
    deployments: connectDeployments(request, signal),
    network: describeNetwork(configuration),
    objects: openS3Objects(configuration.s3),
    log,
    write,
    signal,
  });
}

/** Preparing an environment takes a minute or more the first time: whoever waits sees what goes on. */
function tellPreparation(write: (message: AttemptMessage) => void, log: Logger): (line: string) => void {
  let toldAt = 0;
  return (line) => {
    log.info('environment-progress', { line });
    if (Date.now() - toldAt < tellEveryMs) return;
    toldAt = Date.now();
    const activity = `Python: ${line.slice(0, maxActivityCharacters)}`;
    write({ type: 'progress-made', progress: { done: 0, total: 1, unit: 'steps', activity } });
  };
}
